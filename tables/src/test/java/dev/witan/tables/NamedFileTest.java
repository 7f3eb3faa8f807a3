// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NamedFileTest {
    @TempDir
    private Path folder;

    @Test
    void noMoreIsReadThanShowsThatThereIsTooMuch() throws IOException {
        Path file = Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3, 4, 5});

        assertThat(NamedFile.read(file, 5)).containsExactly(1, 2, 3, 4, 5);
        assertThat(NamedFile.read(file, 2)).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> NamedFile.read(folder.resolve("none"), 5)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> NamedFile.read(folder, 5)).hasMessage(folder + " is no plain file");
    }

    /// A device that never ends, and a pipe that nobody writes to.
    @Test
    @Timeout(20)
    @DisabledOnOs(OS.WINDOWS)
    void whatNeverEndsOrNeverBeginsIsRefused() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> NamedFile.read(pipe, 5)).hasMessage(pipe + " is no plain file");
        assertThatThrownBy(() -> NamedFile.read(Path.of("/dev/zero"), 5)).hasMessage("/dev/zero is no plain file");
    }
}
