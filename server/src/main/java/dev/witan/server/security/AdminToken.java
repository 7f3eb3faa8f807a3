// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/// The secret that opens the admin API; only its digest is kept. Immutable and thread-safe.
public final class AdminToken {
    private static final int BYTES = 32;
    private static final int LENGTH_MIN = 16;

    private final Digest digest;

    private AdminToken(String token) {
        this.digest = Digest.of(token);
    }

    /// A token that somebody configured.
    public static AdminToken of(String token) {
        if (token.length() < LENGTH_MIN) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the admin token must have at least %d characters: it has %d"
                            .formatted(LENGTH_MIN, token.length()));
        }
        return new AdminToken(token);
    }

    /// A new token, written to a file that only its owner can read; an older file is replaced.
    public static AdminToken generate(Path file) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            Files.deleteIfExists(file);
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (SeekableByteChannel channel = Files.newByteChannel(file, options, ownerOnly)) {
                channel.write(UTF_8.encode(token + "\n"));
            }
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION, "the admin token's file must be writable: " + file + ": " + e, e);
        }
        return new AdminToken(token);
    }

    /// Whether `presented` is the token; it takes the same time whether it is or not.
    public boolean matches(String presented) {
        return digest.matches(Digest.of(presented));
    }
}
