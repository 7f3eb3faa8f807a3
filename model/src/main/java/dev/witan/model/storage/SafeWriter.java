// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Makes files and directories appear whole or not at all: they are written aside, forced to disk and renamed. What an
/// interrupted writer left aside is overwritten or removed by the next one. One writer per directory at a time.
public final class SafeWriter {
    private static final String ASIDE = ".incoming";

    private final Storage storage;

    public SafeWriter(Storage storage) {
        this.storage = storage;
    }

    /// Puts a file in place, whether or not there was one.
    public void write(Path file, Content content) throws IOException {
        Path directory = parent(file);
        storage.createDirectories(directory);
        Path aside = directory.resolve(ASIDE + "-" + file.getFileName());
        storage.write(aside, content);
        storage.move(aside, file);
        storage.sync(directory);
    }

    /// Puts a new directory with these files (relative paths) in place.
    public void writeDirectory(Path directory, Map<Path, Content> files) throws IOException {
        Path parent = parent(directory);
        storage.createDirectories(parent);
        Path aside = parent.resolve(ASIDE);
        deleteTree(aside);
        for (Map.Entry<Path, Content> file : files.entrySet()) {
            Path target = aside.resolve(file.getKey());
            storage.createDirectories(parent(target));
            storage.write(target, file.getValue());
            storage.sync(parent(target));
        }
        storage.move(aside, directory);
        storage.sync(parent);
    }

    private void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            List<Path> deepestFirst = paths.toList().reversed();
            for (Path path : deepestFirst) {
                storage.delete(path);
            }
        }
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("must have a parent directory: " + path);
        }
        return parent;
    }
}
