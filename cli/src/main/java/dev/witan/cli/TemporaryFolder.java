// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder of the system's temporary ones that goes away with everything in it, also where the process is interrupted.
final class TemporaryFolder implements AutoCloseable {
    private final Path path;
    private final Thread whenInterrupted = new Thread(this::remove, "temporary folder");

    /// @param name that its name begins with
    TemporaryFolder(String name) {
        try {
            this.path = Files.createTempDirectory(name);
        } catch (IOException e) {
            throw failed(e);
        }
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
    }

    Path path() {
        return path;
    }

    private static WitanException failed(IOException e) {
        return new WitanException(
                ErrorCode.INTERNAL, "a temporary folder is needed (java.io.tmpdir): %s".formatted(e), e);
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook finds nothing left to do.
        }
    }

    private void remove() {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (Stream<Path> walked = Files.walk(path)) {
            List<Path> deepestFirst = walked.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
