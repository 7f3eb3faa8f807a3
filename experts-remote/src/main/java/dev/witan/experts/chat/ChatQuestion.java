// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import java.util.Objects;

/// A conversation to be answered.
///
/// @param body the request as the caller wrote it; an upstream gets it with the name of its own model
/// @param isStreamed whether the caller wants the answer as it comes
/// @param requestId names the request in the upstream's log as in ours
/// @param traceparent the W3C trace context
public record ChatQuestion(JsonText body, boolean isStreamed, String requestId, String traceparent) {
    public ChatQuestion {
        Objects.requireNonNull(body);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(traceparent);
    }
}
