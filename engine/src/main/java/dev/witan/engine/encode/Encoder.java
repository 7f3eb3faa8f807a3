// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.request.InferenceRequest;
import java.util.List;

/// Turns named columns into rows of numbers, the vectors that the gate and the experts see. Thread-safe.
public interface Encoder {
    /// The width of a row.
    int dimensions();

    /// How many rows a request makes: one per record, or one per token of its sequences.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_INPUT naming the column, the rule and the value
    default int rowsOf(InferenceRequest request) {
        return request.rows();
    }

    /// How many tokens each record of a request has; 0 if a record is one row.
    default int tokensOf(InferenceRequest request) {
        return 0;
    }

    /// The columns that it reads, in the order in which they fill a row.
    List<ColumnSpec> columns();

    /// Writes `rowsOf(request)` rows of `dimensions()` values, row after row, into `rows`.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_INPUT naming the column, the rule and the value
    void encode(InferenceRequest request, float[] rows);
}
