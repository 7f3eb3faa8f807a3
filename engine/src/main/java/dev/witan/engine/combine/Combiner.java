// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The rule that makes one answer of what a row's experts said. It goes by the order of their ranks and by
/// nothing else, so that the bits of a row depend on the row alone. Stateless and thread-safe.
public interface Combiner {
    /// Combines what the experts of one row said into a row of `combined`.
    ///
    /// @param combined at least [#width] columns wide
    Coverage combine(Kernels kernels, RowAnswers answers, FloatMatrix combined, int row);

    /// The width of a combined row.
    ///
    /// @param outputs the width of what one expert answers
    /// @param experts how many experts a row may go to
    default int width(int outputs, int experts) {
        return outputs;
    }
}
