// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.overlay.Steer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
    @TempDir
    Path folder;

    @Test
    void whatAKilledProcessSaidIsInForceIsInForceInTheNextOne() throws IOException, InterruptedException {
        Path file = folder.resolve("steers.jsonl");
        String last = "";
        for (int round = 0; round < 2; round++) {
            last = killAfter(file, 40 + 11 * round);
            Steering next =
                    new Steering("ads", new OverlayControl(), file, InstantSource.system(), SteerLimits.DEFAULTS);
            List<String> inForce = next.inForce().stream().map(Steer::id).toList();
            assertThat(inForce).contains(last).hasSizeBetween(31, 33);
            assertThat(next.trouble()).isEmpty();
        }
    }

    /// Starts a process, kills it once it has laid so many steers, and answers the last one that it told of.
    private static String killAfter(Path file, int steers) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LayingProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader told = process.inputReader()) {
            String last = "";
            for (int i = 0; i < steers; i++) {
                last = told.readLine();
                assertThat(last).isNotNull();
            }
            process.toHandle().destroyForcibly();
            String line = told.readLine();
            for (; line != null; line = told.readLine()) {
                last = line;
            }
            process.waitFor();
            return last;
        } finally {
            process.destroyForcibly();
        }
    }
}
