// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The answer to a request, given by exactly one release.
///
/// @param rows records, as many as the request had
/// @param tokens of each record, which its outputs then have values for, each; 0 if a record is one row
/// @param tasks that each record was asked for, which have a decision each; none if a record is one row
/// @param degraded whether an expert that was asked did not answer, for any row
/// @param decisions one per row, token or task, when the request asked to have it explained, else empty
public record InferenceResponse(
        String mixture,
        int release,
        String requestId,
        int rows,
        int tokens,
        List<String> tasks,
        List<OutputColumn> outputs,
        boolean degraded,
        Timings timings,
        List<Decision> decisions) {
    public InferenceResponse {
        tasks = List.copyOf(tasks);
        Objects.requireNonNull(mixture);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(timings);
        outputs = List.copyOf(outputs);
        decisions = List.copyOf(decisions);
    }

    /// An answer that is not of several tasks.
    public InferenceResponse(
            String mixture,
            int release,
            String requestId,
            int rows,
            int tokens,
            List<OutputColumn> outputs,
            boolean degraded,
            Timings timings,
            List<Decision> decisions) {
        this(mixture, release, requestId, rows, tokens, List.of(), outputs, degraded, timings, decisions);
    }

    /// The shape of an output as a tensor: rows, their tokens if they have any, and the extents of each one's values.
    public List<Integer> shape(OutputColumn output) {
        List<Integer> shape = new ArrayList<>(List.of(rows));
        if (tokens > 0) {
            shape.add(tokens);
        }
        shape.addAll(output.extents());
        return List.copyOf(shape);
    }
}
