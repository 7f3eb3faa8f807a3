// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that a command is given and files that it leaves: the latter appear whole or not at all.
final class ReportFiles {
    private ReportFiles() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw WitanException.invalidInput("the file must be readable text: %s: %s".formatted(file, e));
        }
    }

    /// Refuses a file that cannot be written where it is to be.
    static void requirePlace(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw WitanException.invalidInput(
                    "the file must be one that can be written in a folder that exists: %s".formatted(file));
        }
        try {
            Files.delete(Files.createTempFile(folder, ".witan", ".part"));
        } catch (IOException e) {
            throw WitanException.invalidInput("the file must be writable: %s: %s".formatted(file, e));
        }
    }

    static void write(Path file, String text) {
        Path absolute = file.toAbsolutePath();
        try {
            Path written = absolute.resolveSibling(
                    "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            try {
                Files.writeString(written, text);
                Files.move(written, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw WitanException.invalidInput("the file must be writable: %s: %s".formatted(file, e));
        }
    }
}
