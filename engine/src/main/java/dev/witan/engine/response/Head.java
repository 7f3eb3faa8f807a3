// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;

/// Turns combined rows into the answer that a caller asked for. Stateless and thread-safe.
public sealed interface Head
        permits BinaryHead,
                ChatHead,
                MultiClassHead,
                MultiLabelHead,
                QuantileHead,
                RegressionHead,
                TasksHead,
                VectorHead {
    /// The width of a combined row.
    int inputs();

    /// What a record is asked for at once, each with a row of its own; none where a record is one row, or one per
    /// token.
    default List<String> tasks() {
        return List.of();
    }

    List<OutputSpec> outputs();

    /// The answer columns for `rows` combined rows.
    ///
    /// @param combined `rows * inputs()` values, row after row
    List<OutputColumn> finish(Kernels kernels, float[] combined, int rows);
}
