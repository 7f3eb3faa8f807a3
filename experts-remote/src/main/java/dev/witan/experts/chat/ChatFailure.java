// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import java.util.Locale;
import java.util.Objects;

/// Why an upstream did not answer, or not to the end.
///
/// @param message for whoever runs the server; it may hold what the upstream said
public record ChatFailure(Reason reason, String message) {
    /// The kinds of failure, few enough to count by.
    public enum Reason {
        /// No connection came about.
        CONNECT,
        /// The answer, or its first event, was not there in time.
        TIMEOUT,
        /// The answer paused too long, or was not whole in time.
        STALLED,
        /// The connection ended before the answer did.
        CUT_OFF,
        /// The upstream answered with an error that is not the caller's.
        STATUS,
        /// The upstream said that it has too much to do, or we have too many calls of it open.
        BUSY,
        /// What came is no answer of the API, or too large for one.
        MALFORMED,
        /// Nobody wanted the answer any more.
        CANCELLED;

        /// As metrics and messages name it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ChatFailure {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
    }
}
