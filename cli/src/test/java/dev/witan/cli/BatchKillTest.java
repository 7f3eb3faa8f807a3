// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that is killed with `kill -9`, again and again, ends with the same bytes as one that is not: no row is lost,
/// none stands twice.
class BatchKillTest {
    private static final int ROWS = 50_000;
    private static final int KILLS = 3;

    @TempDir
    private static Path folder;

    private static Path table;

    @BeforeAll
    static void writeTable() throws IOException {
        table = BatchRows.write(folder.resolve("ads.csv"), ROWS);
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] = '\n';
        Files.write(table, bytes);
    }

    private static Process start(Path out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of("batch", "ads", table.toString(), out.toString(), "--repository", "../mixtures"));
        command.addAll(List.of("--threads", "1", "--on-bad-row", "skip"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static void end(Process process, Path out) throws IOException, InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        assertThat(out).exists();
        assertThat(beside(out, ".journal")).doesNotExist();
        assertThat(beside(out, ".part")).doesNotExist();
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    /// Kills the run once it has written some more, unless it ends before.
    private static boolean killAfter(long bytes, Process process, Path out) throws InterruptedException {
        Path part = beside(out, ".part");
        long from = size(part);
        while (process.isAlive() && size(part) < from + bytes) {
            Thread.onSpinWait();
        }
        boolean isRunning = process.isAlive();
        process.destroyForcibly().waitFor();
        return isRunning;
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void aKilledRunGoesOnToTheSameBytes(String format) throws IOException, InterruptedException {
        Path whole = folder.resolve("whole." + format);
        end(start(whole), whole);
        Path killed = folder.resolve("killed." + format);
        SplittableRandom random = new SplittableRandom(5);
        int kills = 0;
        while (kills < KILLS) {
            long bytes = 1 + random.nextLong(size(whole) / (KILLS + 1));
            assertThat(killAfter(bytes, start(killed), killed))
                    .as("kill %d", kills)
                    .isTrue();
            assertThat(killed).doesNotExist();
            kills++;
        }
        end(start(killed), killed);
        assertThat(killed).hasSameBinaryContentAs(whole);
        assertThat(beside(killed, ".bad.jsonl")).hasSameBinaryContentAs(beside(whole, ".bad.jsonl"));
        assertThat(Files.readString(beside(whole, ".bad.jsonl"))).contains("a row must have 20 values");
    }
}
