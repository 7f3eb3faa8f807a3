// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// One layer, `activation(in * weights + bias)`.
///
/// @param weights the packed weights, [inputs, outputs]
/// @param bias one row with as many columns as the weights have
/// @param activation what is applied to each sum
public record Linear(PackedMatrix weights, FloatMatrix bias, Activation activation) {
    /// Refuses a bias that does not fit the weights.
    public Linear {
        if (bias.rows() != 1 || bias.columns() != weights.columns()) {
            throw new IllegalArgumentException(
                    "bias must be 1 x %d: %d x %d".formatted(weights.columns(), bias.rows(), bias.columns()));
        }
    }

    /// The length of an input row.
    public int inputs() {
        return weights.inner();
    }

    /// The length of an output row.
    public int outputs() {
        return weights.columns();
    }
}
