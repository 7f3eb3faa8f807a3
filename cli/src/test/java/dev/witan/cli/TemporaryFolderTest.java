// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
    @Test
    void goesAwayWithEverythingInIt() throws IOException {
        Path path;
        try (TemporaryFolder folder = new TemporaryFolder("witan-test")) {
            path = folder.path();
            Files.writeString(Files.createDirectories(path.resolve("deep")).resolve("file"), "x");
            assertThat(path).isDirectory();
        }
        assertThat(path).doesNotExist();
    }
}
