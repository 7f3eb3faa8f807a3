// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a secret. A secret of 256 random bits needs no salt and no slow hash: there is nothing to guess.
/// Immutable.
final class Digest {
    static final int HEX_LENGTH = 64;
    /// The digest of no secret.
    static final Digest NONE = new Digest(new byte[HEX_LENGTH / 2]);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    static Digest of(String secret) {
        try {
            return new Digest(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Digest parse(String hex) {
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /// Compares in a time that does not depend on where they differ.
    boolean matches(Digest other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    String hex() {
        return HexFormat.of().formatHex(bytes);
    }
}
