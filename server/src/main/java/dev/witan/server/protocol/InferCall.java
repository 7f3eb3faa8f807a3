// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.request.InferenceRequest;
import java.util.Objects;

/// An inference request as it was read off the wire, before it has a context.
///
/// @param id the caller's name for it, `""` when there is none
/// @param timeoutNanos how long the caller will wait, 0 when it does not say
/// @param explain whether the caller wants the decision
public record InferCall(
        String id, InferenceRequest request, OutputSelection outputs, long timeoutNanos, boolean explain) {
    public InferCall {
        Objects.requireNonNull(id);
        Objects.requireNonNull(request);
        Objects.requireNonNull(outputs);
    }
}
