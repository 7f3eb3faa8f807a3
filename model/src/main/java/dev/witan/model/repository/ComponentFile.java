// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.model.storage.Fingerprint;
import java.util.regex.Pattern;

/// One file of a component, as it was published.
public record ComponentFile(String name, long bytes, String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ComponentFile {
        if (!name.matches(MixtureFolder.NAME)) {
            throw new IllegalArgumentException("file must be named like " + MixtureFolder.NAME + ": " + name);
        }
        if (bytes < 0 || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "file '%s' must have a length and a SHA-256: %d, %s".formatted(name, bytes, sha256));
        }
    }

    boolean matches(Fingerprint found) {
        return bytes == found.bytes() && sha256.equals(found.sha256());
    }
}
