// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.util.Optional;

/// One batch's way forward and back through a gate, in memory of its own: [#forward], then [#backward] with the same
/// rows. Owned by one thread at a time.
public interface GatePass {
    /// Computes the scores of `rows` rows, those that weights go by, and keeps what the way back needs.
    ///
    /// @param random what is random about them
    void forward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scores, SeededNumbers random);

    /// The scores that experts are chosen by, once [#forward] has written `scores`: the same, unless some are out of
    /// the running.
    default FloatMatrix choosing(FloatMatrix scores) {
        return scores;
    }

    /// The noise in the scores, if there is any.
    default Optional<GateNoise> noise() {
        return Optional.empty();
    }

    /// From the gradient of the scores to the gradients of every parameter and of the input, all overwritten.
    void backward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scoreGradient, FloatMatrix inGradient);
}
