// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.model.repository.MixtureRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training that is killed with `kill -9`, again and again, ends with the same bits as one that is not.
class TrainKillTest {
    private static final int ROWS = 600;
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    private Process start(String out, String... further) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of("train", folder.resolve("table.csv").toString(), "--target", "label"));
        command.addAll(List.of("--repository", folder.resolve(out).toString(), "--out", "mine"));
        command.addAll(List.of("--threads", "2", "--epochs", "12", "--experts", "4"));
        command.addAll(List.of(further));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private void writeTable() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder rows = new StringBuilder("x,y,kind,label\n");
        for (int row = 0; row < ROWS; row++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            int kind = random.nextInt(4);
            rows.append("%.4f,%.4f,k%d,%s\n".formatted(x, y, kind, (kind < 2 ? x : y) > 0 ? "yes" : "no"));
        }
        Files.writeString(folder.resolve("table.csv"), rows);
    }

    private String end(Process process, String out) throws IOException, InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        return new MixtureRepository(folder.resolve(out))
                .find("mine")
                .manifest(1)
                .digest();
    }

    /// Kills the process once it has written some more checkpoints.
    private static void killAfter(int checkpoints, Process process, Path file) throws Exception {
        int seen = 0;
        Object former =
                Files.exists(file) ? Files.readAttributes(file, "unix:ino").get("ino") : "";
        while (seen < checkpoints && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
            Object now =
                    Files.exists(file) ? Files.readAttributes(file, "unix:ino").get("ino") : "";
            seen += now.equals(former) ? 0 : 1;
            former = now;
        }
        assertThat(process.isAlive()).as("the training goes on").isTrue();
        process.destroyForcibly().waitFor();
    }

    @Test
    void aKilledTrainingGoesOnToTheSameBits() throws Exception {
        writeTable();
        String whole = end(start("whole"), "whole");
        Path kept = folder.resolve("kept");
        SplittableRandom random = new SplittableRandom(5);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start("killed", "--checkpoint", kept.toString(), "--checkpoint-every", "0");
            killAfter(1 + random.nextInt(20), process, kept.resolve("mixture.checkpoint"));
            assertThat(folder.resolve("killed").resolve("mine").resolve("releases"))
                    .doesNotExist();
        }
        String digest = end(start("killed", "--checkpoint", kept.toString()), "killed");

        assertThat(digest).isEqualTo(whole);
        assertThat(Files.readString(folder.resolve("log"))).contains("going on from the checkpoint in");
        assertThat(kept).doesNotExist();
    }
}
