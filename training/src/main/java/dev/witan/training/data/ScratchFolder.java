// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A folder for what a training needs until it has ended. One process has it at a time; what a killed one left there
/// stays for the next, which can go on with it.
public final class ScratchFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel channel;
    private final boolean hasOwnParent;

    private ScratchFolder(Path path, FileChannel channel, boolean hasOwnParent) {
        this.path = path;
        this.channel = channel;
        this.hasOwnParent = hasOwnParent;
    }

    /// Takes a folder, which is made if it is not there.
    ///
    /// @throws WitanException INVALID_INPUT if another process has it
    public static ScratchFolder take(Path path) {
        try {
            boolean hasOwnParent = !Files.exists(path.toAbsolutePath().getParent());
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new WitanException(
                        ErrorCode.INVALID_INPUT, path + ": one training may use it at a time: another one does");
            }
            return new ScratchFolder(path, channel, hasOwnParent);
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INVALID_INPUT, "%s: the folder must be writable: %s".formatted(path, e), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    /// Removes the table that is kept there; what else is there stays.
    public void removeTable() {
        try {
            TableStore.remove(path);
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "%s: the scratch files cannot be removed: %s".formatted(path, e), e);
        }
    }

    /// Gives the folder back, and removes it if nothing is left there.
    @Override
    public void close() {
        try {
            if (isEmpty()) {
                Files.deleteIfExists(path.resolve(LOCK));
                Files.deleteIfExists(path);
                removeOwnParent();
            }
            channel.close();
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "%s: the folder cannot be given back: %s".formatted(path, e), e);
        }
    }

    /// The folder in which the training would have published, had it come so far.
    private void removeOwnParent() throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        try (var files = Files.list(parent)) {
            if (!hasOwnParent || files.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(parent);
    }

    private boolean isEmpty() throws IOException {
        try (var files = Files.list(path)) {
            return files.allMatch(file -> file.endsWith(LOCK));
        }
    }
}
