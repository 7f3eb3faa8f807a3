// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.List;
import java.util.Objects;

/// The answer to a request, given by exactly one release.
///
/// @param degraded whether an expert that was asked did not answer, for any row
/// @param decisions one per row when the request asked to have it explained, else empty
public record InferenceResponse(
        String mixture,
        int release,
        String requestId,
        int rows,
        List<OutputColumn> outputs,
        boolean degraded,
        Timings timings,
        List<Decision> decisions) {
    public InferenceResponse {
        Objects.requireNonNull(mixture);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(timings);
        outputs = List.copyOf(outputs);
        decisions = List.copyOf(decisions);
    }
}
