// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.server.security.Principal;
import java.util.Objects;

/// Who sends a request, and what the transport says of it.
///
/// @param requestId names the request unless it names itself
/// @param traceparent the W3C trace context
/// @param arrivedNanos when the request came, on the engine's clock
/// @param patienceNanos how long the transport says the caller will wait, 0 when it does not say
public record Caller(Principal principal, String requestId, String traceparent, long arrivedNanos, long patienceNanos) {
    public Caller {
        Objects.requireNonNull(principal);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(traceparent);
    }
}
