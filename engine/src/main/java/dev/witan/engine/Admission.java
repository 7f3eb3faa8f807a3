// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.error.ErrorCode;
import java.util.Objects;

/// What the door says to a request.
public sealed interface Admission {
    /// It is in, and its ticket will end exactly once.
    record Admitted(Ticket ticket) implements Admission {}

    /// It is not, and nothing was done for it.
    ///
    /// @param code QUEUE_FULL or DRAINING
    record Rejected(ErrorCode code, String reason) implements Admission {
        public Rejected {
            Objects.requireNonNull(code);
            Objects.requireNonNull(reason);
        }
    }
}
