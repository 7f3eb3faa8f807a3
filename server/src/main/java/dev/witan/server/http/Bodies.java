// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Reads request bodies, each within a bound and all together within another. A body that arrived whole, as a small
/// one does, is used where it lies; memory for a larger one grows with what has really arrived. Thread-safe.
public final class Bodies {
    private static final int FIRST_CAPACITY = 32_768;

    /// How much of a body that is too large is read all the same and thrown away. A caller who is still writing when
    /// its connection is closed sees a reset and not the reason.
    private static final int DISCARD_BYTES_MAX = 4 << 20;

    private final int bytesMax;
    private final long totalMax;
    private final AtomicLong total = new AtomicLong();

    /// A reader with its two bounds.
    ///
    /// @param bytesMax of one body
    /// @param totalMax of all bodies that are being read or used at once, beyond each one's first buffer
    public Bodies(int bytesMax, long totalMax) {
        this.bytesMax = bytesMax;
        this.totalMax = totalMax;
    }

    /// Reads the body, blocking, and gives it to `use`, which must not keep it.
    ///
    /// @param isLate asked whenever a part has arrived: whether to give up a body that is not whole yet
    public <T> T read(Exchange exchange, BooleanSupplier isLate, Function<ByteBuffer, T> use) {
        Request request = exchange.request();
        if (request.getLength() > bytesMax) {
            discard(Content.Source.asInputStream(request), request.getLength(), isLate);
            throw tooLarge(Long.toString(request.getLength()));
        }
        Content.Chunk first = request.read();
        if (first != null && first.isLast() && !Content.Chunk.isFailure(first) && isOnHeap(first)) {
            try {
                if (first.getByteBuffer().remaining() > bytesMax) {
                    throw tooLarge("more");
                }
                return use.apply(first.getByteBuffer());
            } finally {
                first.release();
            }
        }
        return readAll(request, first, isLate, use);
    }

    private static boolean isOnHeap(Content.Chunk chunk) {
        return chunk.getByteBuffer().hasArray();
    }

    private <T> T readAll(
            Request request, Content.@Nullable Chunk first, BooleanSupplier isLate, Function<ByteBuffer, T> use) {
        Growing body = new Growing();
        try {
            if (first != null && !Content.Chunk.isFailure(first)) {
                body.add(first.getByteBuffer());
                first.release();
            }
            boolean isWhole = first != null && first.isLast();
            if (!isWhole) {
                body.addAll(Content.Source.asInputStream(request), isLate);
            }
            return use.apply(ByteBuffer.wrap(body.bytes, 0, body.length));
        } catch (IOException e) {
            throw broken(e);
        } finally {
            total.addAndGet(-body.reserved);
        }
    }

    private static Problem broken(IOException cause) {
        boolean isSlow = cause.getCause() instanceof TimeoutException;
        return isSlow
                ? Problem.requestTimeout("the body must arrive without a long pause: it did not")
                : Problem.of(ErrorCode.INVALID_INPUT, "the body must be complete: it ended early");
    }

    /// Reads on and throws away, if there is little enough left.
    private static void discard(InputStream stream, long bytes, BooleanSupplier isLate) {
        byte[] dropped = new byte[8192];
        try {
            long left = bytes > DISCARD_BYTES_MAX ? 0 : DISCARD_BYTES_MAX;
            for (int count = 0; left > 0 && count >= 0 && !isLate.getAsBoolean(); left -= count) {
                count = stream.read(dropped);
            }
        } catch (IOException _) {
            // The caller has gone, or pauses for too long: then it does not read the reason either.
        }
    }

    private Problem tooLarge(String found) {
        return Problem.of(
                ErrorCode.PAYLOAD_TOO_LARGE, "a body may have %d bytes: it has %s".formatted(bytesMax, found));
    }

    private final class Growing {
        private byte[] bytes = new byte[Math.min(FIRST_CAPACITY, bytesMax)];
        private int length;
        private long reserved;

        void add(ByteBuffer part) {
            int count = part.remaining();
            if (count > bytesMax - length) {
                throw tooLarge("more");
            }
            while (bytes.length - length < count) {
                grow();
            }
            part.get(bytes, length, count);
            length += count;
        }

        void addAll(InputStream stream, BooleanSupplier isLate) throws IOException {
            for (int count = read(stream, isLate); count >= 0; count = read(stream, isLate)) {
                length += count;
                if (isLate.getAsBoolean()) {
                    throw Problem.requestTimeout(
                            "the body must arrive within the longest time that any request may" + " take: it did not");
                }
            }
        }

        private int read(InputStream stream, BooleanSupplier isLate) throws IOException {
            if (length == bytesMax) {
                requireEnd(stream, isLate);
                return -1;
            }
            if (length == bytes.length) {
                grow();
            }
            return stream.read(bytes, length, bytes.length - length);
        }

        private void requireEnd(InputStream stream, BooleanSupplier isLate) throws IOException {
            if (stream.read() >= 0) {
                discard(stream, 0, isLate);
                throw tooLarge("more");
            }
        }

        private void grow() {
            int capacity = (int) Math.min(bytes.length * 2L, bytesMax);
            long further = capacity - reserved;
            if (total.addAndGet(further) > totalMax) {
                total.addAndGet(-further);
                throw Problem.of(
                        ErrorCode.QUEUE_FULL,
                        "large bodies may take %d bytes at once, and others take them now: try again"
                                .formatted(totalMax));
            }
            reserved = capacity;
            bytes = Arrays.copyOf(bytes, capacity);
        }
    }
}
