// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/// A file that is written once from its beginning to its end, digested on the way, and on the disk when it is closed.
/// Owned by one thread.
final class ScratchFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 18;

    private final FileChannel channel;
    private final MessageDigest digest = Sha256.begin();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long length;

    ScratchFile(Path file) {
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(double value) {
        room(Double.BYTES).putDouble(value);
    }

    void put(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void put(long value) {
        room(Long.BYTES).putLong(value);
    }

    void put(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += BUFFER_BYTES) {
            int count = Math.min(BUFFER_BYTES, bytes.length - from);
            room(count).put(bytes, from, count);
        }
    }

    private ByteBuffer room(int count) {
        length += count;
        if (buffer.remaining() < count) {
            flush();
        }
        return buffer;
    }

    private void flush() {
        buffer.flip();
        digest.update(buffer.duplicate());
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.clear();
    }

    /// Bytes that were put.
    long length() {
        return length;
    }

    /// Brings everything to the disk, and tells the SHA-256 of it.
    String finish() {
        flush();
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
