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

/// Reads request bodies, each within a bound and all together, with the answers that are not taken yet, within
/// another. A body that arrived whole, as a small one does, is used where it lies; memory for a larger one grows with
/// what has really arrived. Thread-safe.
public final class Bodies {
    private static final int FIRST_CAPACITY = 32_768;

    /// How much of a body that is too large is read all the same and thrown away. A caller who is still writing when
    /// its connection is closed sees a reset and not the reason.
    private static final int DISCARD_BYTES_MAX = 4 << 20;

    private final Bounds bounds;
    private final AtomicLong total = new AtomicLong();

    /// What a body may be.
    ///
    /// @param bytesMax of one body, as it arrives and unpacked
    /// @param totalMax of all bodies that are being read, used or kept, and of all answers being taken, at once,
    ///     beyond each one's first buffer
    /// @param inflationMax what one byte of a compressed body may become
    /// @param pace how fast a body must arrive
    public record Bounds(int bytesMax, long totalMax, int inflationMax, Pace pace) {}

    public Bodies(Bounds bounds) {
        this.bounds = bounds;
    }

    /// Reads the body, blocking, unpacks it if it is compressed, and gives it to `use`, which must not keep it.
    ///
    /// @param isLate asked whenever a part has arrived: whether to give up a body that is not whole yet
    public <T> T read(Exchange exchange, BooleanSupplier isLate, Function<ByteBuffer, T> use) {
        Request request = exchange.request();
        Encoding encoding = Encoding.of(exchange.header("content-encoding"));
        if (request.getLength() > bounds.bytesMax()) {
            if (request.getLength() <= DISCARD_BYTES_MAX) {
                discard(arriving(request, isLate));
            }
            throw tooLarge(Long.toString(request.getLength()));
        }
        if (encoding != Encoding.IDENTITY) {
            return readAll(request, null, encoding, isLate, use);
        }
        Content.Chunk first = request.read();
        if (first != null && first.isLast() && !Content.Chunk.isFailure(first) && isOnHeap(first)) {
            try {
                if (first.getByteBuffer().remaining() > bounds.bytesMax()) {
                    throw tooLarge("more");
                }
                return use.apply(first.getByteBuffer());
            } finally {
                first.release();
            }
        }
        return readAll(request, first, encoding, isLate, use);
    }

    /// Counts the bytes of an answer, or of a question that is kept, until the exchange has ended, if they are many,
    /// or refuses to hold them.
    public void hold(Exchange exchange, int bytes) {
        if (bytes > FIRST_CAPACITY) {
            reserve(bytes);
            exchange.whenEnded(() -> total.addAndGet(-bytes));
        }
    }

    private void reserve(long further) {
        if (total.addAndGet(further) > bounds.totalMax()) {
            total.addAndGet(-further);
            throw Problem.of(
                    ErrorCode.QUEUE_FULL,
                    "large bodies may take %d bytes at once, and others take them now: try again"
                            .formatted(bounds.totalMax()));
        }
    }

    private static boolean isOnHeap(Content.Chunk chunk) {
        return chunk.getByteBuffer().hasArray();
    }

    private InputStream arriving(Request request, BooleanSupplier isLate) {
        return new PacedStream(Content.Source.asInputStream(request), bounds.pace(), isLate);
    }

    private <T> T readAll(
            Request request,
            Content.@Nullable Chunk first,
            Encoding encoding,
            BooleanSupplier isLate,
            Function<ByteBuffer, T> use) {
        Growing body = new Growing();
        InputStream arriving = arriving(request, isLate);
        try (InputStream unpacked =
                encoding.open(arriving, new Inflation.Bounds(bounds.bytesMax(), bounds.inflationMax()))) {
            boolean isWhole = first != null && body.takeLast(first);
            if (!isWhole && !body.addAll(unpacked)) {
                discard(arriving);
                throw tooLarge("more");
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
    private static void discard(InputStream arriving) {
        byte[] dropped = new byte[8192];
        try {
            for (int left = DISCARD_BYTES_MAX, count = 0; left > 0 && count >= 0; left -= count) {
                count = arriving.read(dropped);
            }
        } catch (IOException | Problem _) {
            // The caller has gone, or is too slow: then it does not read the reason either.
        }
    }

    private Problem tooLarge(String found) {
        return Problem.of(
                ErrorCode.PAYLOAD_TOO_LARGE, "a body may have %d bytes: it has %s".formatted(bounds.bytesMax(), found));
    }

    private final class Growing {
        private byte[] bytes = new byte[Math.min(FIRST_CAPACITY, bounds.bytesMax())];
        private int length;
        private long reserved;

        /// Takes a chunk and tells whether it was the last one; a failed one shows again when more is read.
        boolean takeLast(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                return false;
            }
            try {
                add(chunk.getByteBuffer());
                return chunk.isLast();
            } finally {
                chunk.release();
            }
        }

        private void add(ByteBuffer part) {
            int count = part.remaining();
            if (count > bounds.bytesMax() - length) {
                throw tooLarge("more");
            }
            while (bytes.length - length < count) {
                grow();
            }
            part.get(bytes, length, count);
            length += count;
        }

        /// Takes all that comes, and tells whether there was room for it.
        boolean addAll(InputStream stream) throws IOException {
            while (length < bounds.bytesMax()) {
                if (length == bytes.length) {
                    grow();
                }
                int count = stream.read(bytes, length, bytes.length - length);
                if (count < 0) {
                    return true;
                }
                length += count;
            }
            return stream.read() < 0;
        }

        private void grow() {
            int capacity = (int) Math.min(bytes.length * 2L, bounds.bytesMax());
            reserve(capacity - reserved);
            reserved = capacity;
            bytes = Arrays.copyOf(bytes, capacity);
        }
    }
}
