// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;

/// What an expert that was fitted to the training rows would say of them had it not been. The gate learns from this
/// instead of from what it does say: it is surer of rows that it knows than of any other.
public interface Recollection {
    /// Of no row.
    Recollection NONE = (_, _, _) -> false;

    /// Writes the outputs for a row of the table, if the expert was fitted to it.
    ///
    /// @return whether it was
    boolean recall(int tableRow, FloatMatrix outputs, int to);
}
