// SPDX-License-Identifier: Apache-2.0
package dev.witan.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// One file of the page. It comes from the class path and is read, once, when somebody first asks for it, so that a
/// server that nobody looks at pays nothing for it. Thread-safe.
public final class WebFile {
    private static final int ETAG_BYTES = 12;

    private final String path;
    private final String resource;
    private final boolean isImmutable;
    private volatile @Nullable Content content;

    WebFile(String path, String resource, boolean isImmutable) {
        this.path = path;
        this.resource = resource;
        this.isImmutable = isImmutable;
    }

    /// Where the server has it.
    public String path() {
        return path;
    }

    /// Whether the path names a version, so that what lies there never changes.
    public boolean isImmutable() {
        return isImmutable;
    }

    public String contentType() {
        String extension = resource.substring(resource.lastIndexOf('.') + 1);
        return switch (extension) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("a file of the page must be of a known type: " + resource);
        };
    }

    /// The quoted name of exactly these bytes.
    public String etag() {
        return content().etag;
    }

    /// The bytes, for reading only.
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(content().plain).asReadOnlyBuffer();
    }

    /// The same, compressed with gzip.
    public ByteBuffer gzip() {
        return ByteBuffer.wrap(content().gzip).asReadOnlyBuffer();
    }

    byte[] plain() {
        return content().plain;
    }

    private Content content() {
        Content known = content;
        if (known == null) {
            known = new Content(read());
            content = known;
        }
        return known;
    }

    private byte[] read() {
        try (InputStream stream = WebFile.class.getClassLoader().getResourceAsStream(resource)) {
            return Objects.requireNonNull(stream, () -> "the distribution must hold " + resource)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static final class Content {
        private final byte[] plain;
        private final byte[] gzip;
        private final String etag;

        Content(byte[] plain) {
            this.plain = plain;
            this.gzip = compress(plain);
            this.etag = '"' + HexFormat.of().formatHex(sha256(plain), 0, ETAG_BYTES) + '"';
        }

        private static byte[] compress(byte[] plain) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
