// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right to change a mixture's folder, held by one publisher at a time in any process. The operating system takes
/// it back from a process that dies.
final class PublicationLock implements AutoCloseable {
    private final FileChannel channel;

    private PublicationLock(FileChannel channel) {
        this.channel = channel;
    }

    static PublicationLock take(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    folder + ": must have one publisher at a time: another is at work");
        }
        return new PublicationLock(channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            @Nullable Object lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
