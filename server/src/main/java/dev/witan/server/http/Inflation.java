// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks a body while it arrives (RFC 1950, 1951, 1952), and gives it up as soon as it becomes more than it may: a
/// small body that unpacks to a huge one costs no more than what is allowed. Owned by one thread.
final class Inflation extends InputStream {
    /// What may come of the first few bytes, before a ratio means anything.
    private static final int FREE_BYTES = 65_536;

    private static final int BUFFER_BYTES = 8_192;
    private static final int MAGIC = 0x8b1f;
    private static final int METHOD_DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream packed;
    private final Bounds bounds;
    private final boolean isGzip;
    private final Inflater inflater;
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] one = new byte[1];
    private int at;
    private int end;
    private long packedBytes;
    private long unpackedBytes;
    private boolean isInMember;
    private boolean isOver;

    /// What a packed body may be.
    ///
    /// @param packedMax its bytes as they arrive
    /// @param ratioMax what each of them may become
    record Bounds(long packedMax, int ratioMax) {}

    private Inflation(InputStream packed, Bounds bounds, boolean isGzip) {
        this.packed = packed;
        this.bounds = bounds;
        this.isGzip = isGzip;
        this.inflater = new Inflater(isGzip);
        this.isInMember = !isGzip;
    }

    /// Unpacks gzip, of one member or several.
    static Inflation gzip(InputStream packed, Bounds bounds) {
        return new Inflation(packed, bounds, true);
    }

    /// Unpacks zlib, which HTTP calls deflate.
    static Inflation zlib(InputStream packed, Bounds bounds) {
        return new Inflation(packed, bounds, false);
    }

    @Override
    public int read() throws IOException {
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (!isOver && length > 0) {
            if (!isInMember) {
                startMember();
            } else if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                require(fill(), "ends early");
                inflater.setInput(buffer, at, end - at);
            } else {
                int count = inflate(bytes, from, length);
                if (count > 0) {
                    return count;
                }
            }
        }
        return isOver ? -1 : 0;
    }

    private int inflate(byte[] bytes, int from, int length) {
        try {
            int count = inflater.inflate(bytes, from, length);
            require(count > 0 || !inflater.needsDictionary(), "needs a dictionary");
            unpackedBytes += count;
            if (isGzip) {
                checksum.update(bytes, from, count);
            }
            if (unpackedBytes > FREE_BYTES + packedBytes * bounds.ratioMax()) {
                throw Problem.of(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "a compressed body may unpack to %d times its size: it unpacks to more"
                                .formatted(bounds.ratioMax()));
            }
            return count;
        } catch (DataFormatException _) {
            throw broken("is damaged");
        }
    }

    /// A gzip body ends where a member would start and nothing is left.
    private void startMember() throws IOException {
        if (at == end && !fill()) {
            require(unpackedBytes > 0 || packedBytes > 0, "is empty");
            isOver = true;
            return;
        }
        require(twoBytes() == MAGIC && next() == METHOD_DEFLATE, "is no gzip");
        int flags = next();
        require((flags & RESERVED) == 0, "is no gzip");
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(twoBytes());
        }
        skipTexts(Integer.bitCount(flags & (NAME | COMMENT)));
        skip((flags & HEADER_CHECKSUM) == 0 ? 0 : 2);
        inflater.reset();
        checksum.reset();
        inflater.setInput(buffer, at, end - at);
        isInMember = true;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        if (isGzip) {
            int length = (int) inflater.getBytesWritten();
            require(fourBytes() == (int) checksum.getValue() && fourBytes() == length, "is damaged");
            isInMember = false;
        } else {
            require(at == end && !fill(), "goes on after its end");
            isOver = true;
        }
    }

    private boolean fill() throws IOException {
        int count = packed.read(buffer, 0, buffer.length);
        at = 0;
        end = Math.max(count, 0);
        packedBytes += end;
        if (packedBytes > bounds.packedMax()) {
            throw Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE, "a body may have %d bytes: it has more".formatted(bounds.packedMax()));
        }
        return count > 0;
    }

    private int next() throws IOException {
        require(at < end || fill(), "ends early");
        return buffer[at++] & 0xff;
    }

    private int twoBytes() throws IOException {
        return next() | next() << 8;
    }

    private int fourBytes() throws IOException {
        return twoBytes() | twoBytes() << 16;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipTexts(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            while (next() != 0) {
                // Names and comments are nobody's business.
            }
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw broken(what);
        }
    }

    private static Problem broken(String what) {
        return Problem.of(ErrorCode.INVALID_INPUT, "the compressed body must be whole and valid: it " + what);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
