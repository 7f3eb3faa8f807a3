// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import java.util.Objects;

/// What a host says about one mixture that it knows.
///
/// @param version the release that is served, `""` when none is
/// @param reason why the mixture is in that state, `""` when there is nothing to say
public record RepositoryEntry(String name, String version, State state, String reason) {
    /// The reason of a mixture that nobody has asked for yet.
    public static final String NOT_LOADED = "not loaded";

    public RepositoryEntry {
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
        Objects.requireNonNull(state);
        Objects.requireNonNull(reason);
    }

    /// What a mixture can be asked for.
    public enum State {
        /// It answers.
        READY,
        /// It will answer soon.
        LOADING,
        /// It answers no more; what was admitted ends.
        UNLOADING,
        /// It does not answer.
        UNAVAILABLE
    }
}
