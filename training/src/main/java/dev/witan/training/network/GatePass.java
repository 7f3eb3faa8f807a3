// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// One batch's way forward and back through a gate, in memory of its own: [#forward], then [#backward] with the same
/// rows. Owned by one thread at a time.
public interface GatePass {
    /// Computes the clean scores of `rows` rows, and keeps what the way back needs.
    void forward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scores);

    /// From the gradient of the scores to the gradients of every parameter and of the input, all overwritten.
    void backward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scoreGradient, FloatMatrix inGradient);
}
