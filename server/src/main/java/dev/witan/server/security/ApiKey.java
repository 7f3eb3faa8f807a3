// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import dev.witan.engine.error.WitanException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// A new API key: `witan_`, 8 hexadecimal digits that name it, `_`, and 256 random bits. It is shown once, to the
/// person who made it; the server keeps its digest.
///
/// @param id what names the key in the key file and in logs
/// @param secret the whole key
public record ApiKey(String id, String secret) {
    static final String PREFIX = "witan_";
    static final int ID_LENGTH = 8;
    private static final int SECRET_BYTES = 32;

    /// Makes a key that nobody can guess.
    public static ApiKey generate() {
        SecureRandom random = new SecureRandom();
        byte[] name = new byte[ID_LENGTH / 2];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(name);
        random.nextBytes(secret);
        String id = HexFormat.of().formatHex(name);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new ApiKey(id, PREFIX + id + "_" + text);
    }

    /// The id of a key as it was presented, or `""` when it is none of ours.
    static String idOf(String presented) {
        int end = PREFIX.length() + ID_LENGTH;
        boolean isOurs = presented.startsWith(PREFIX) && presented.length() > end + 1 && presented.charAt(end) == '_';
        return isOurs ? presented.substring(PREFIX.length(), end) : "";
    }

    /// The entry to put under `keys:` of a key file.
    public String entry(Principal principal) {
        return """
                  - id: %s
                    digest: sha256:%s
                    principal: %s
                    tenant: %s
                    tags: [%s]
                """.formatted(
                id,
                Digest.of(secret).hex(),
                plain(principal.name()),
                plain(principal.tenant()),
                String.join(
                        ", ",
                        principal.tags().stream().sorted().map(ApiKey::plain).toList()));
    }

    /// A name that needs no quotes in YAML.
    private static String plain(String name) {
        boolean isPlain = !name.isEmpty()
                && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._@-".indexOf(c) >= 0)
                && Character.isLetter(name.charAt(0));
        if (!isPlain) {
            throw WitanException.invalidInput(
                    "a principal, tenant or tag must start with a letter and hold only letters, digits, . _ @ and -: '"
                            + name + "'");
        }
        return name;
    }
}
