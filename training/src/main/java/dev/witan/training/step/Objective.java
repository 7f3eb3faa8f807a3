// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// What training makes small, over the combined outputs of a batch.
public interface Objective {
    /// Writes the gradient of a batch's mean loss to `gradient`, and returns that loss.
    ///
    /// @param combined outputs of the batch's rows
    double learn(Kernels kernels, Batch batch, FloatMatrix combined, FloatMatrix gradient);

    /// The same where experts may be judged one by one besides, which adds to the loss.
    ///
    /// @param singles what each expert answered, and where the gradient of that goes
    default double learn(
            Kernels kernels, Batch batch, FloatMatrix combined, SingleAnswers singles, FloatMatrix gradient) {
        return learn(kernels, batch, combined, gradient);
    }
}
