// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The length and the SHA-256 (hexadecimal) of some bytes.
public record Fingerprint(long bytes, String sha256) {
    private static final int CHUNK_BYTES = 1 << 20;

    /// Of what a content would write.
    public static Fingerprint of(Content content) throws IOException {
        DigestChannel channel = new DigestChannel();
        content.writeTo(channel);
        return channel.fingerprint();
    }

    /// Of memory, such as a mapped file.
    public static Fingerprint of(MemorySegment segment) {
        DigestChannel channel = new DigestChannel();
        for (long from = 0; from < segment.byteSize(); from += CHUNK_BYTES) {
            long bytes = Math.min(CHUNK_BYTES, segment.byteSize() - from);
            channel.write(segment.asSlice(from, bytes).asByteBuffer());
        }
        return channel.fingerprint();
    }

    /// The SHA-256 of a text in UTF-8.
    public static String sha256(String text) {
        return of(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8))).sha256();
    }

    /// Counts and digests what is written, and keeps none of it.
    private static final class DigestChannel implements WritableByteChannel {
        private final MessageDigest digest = sha256();
        private long bytes;

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            digest.update(source);
            bytes += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}

        Fingerprint fingerprint() {
            return new Fingerprint(bytes, HexFormat.of().formatHex(digest.digest()));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
