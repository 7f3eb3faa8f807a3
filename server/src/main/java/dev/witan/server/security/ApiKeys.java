// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The keys that open the data plane. Immutable and thread-safe.
public final class ApiKeys {
    /// No keys: whoever reaches the port may ask. Only a loopback address may be served so.
    public static final ApiKeys NONE = new ApiKeys(Map.of());

    private final Map<String, Holder> holders;

    ApiKeys(Map<String, Holder> holders) {
        this.holders = Map.copyOf(holders);
    }

    /// What is known of one key.
    record Holder(Digest digest, Principal principal) {}

    /// Reads a key file, YAML or JSON.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_CONFIGURATION naming file, line, rule and value
    public static ApiKeys read(Path file) {
        return KeyFile.read(file);
    }

    /// Whether callers need no key.
    public boolean isOpen() {
        return holders.isEmpty();
    }

    public int size() {
        return holders.size();
    }

    /// Who holds a key; empty when nobody does. It takes the same time for a wrong key as for a right one.
    public Optional<Principal> holder(String presented) {
        Digest digest = Digest.of(presented);
        Holder holder = holders.get(ApiKey.idOf(presented));
        boolean isRight = digest.matches(holder == null ? Digest.NONE : holder.digest());
        return isRight && holder != null ? Optional.of(holder.principal()) : Optional.empty();
    }
}
