// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// One thing that is done to every value of a row.
///
/// The implementations are templates that are loaded once per vector width and [Kind], see [VectorCopies].
interface RowFunction {
    /// What a copy of a template does to `x` from the one and, where it says so, to `y` from the other place.
    enum Kind {
        /// `relu(x)`
        RELU(false),
        /// `y relu'(x)`
        RELU_GRADIENT(false),
        /// `x / value`
        DIVIDE(false),
        /// `fma(value, x, y)`
        ADD_SCALED(false),
        /// `x - value`
        SUBTRACT(false),
        /// `y value x`
        MULTIPLY(false),
        /// `y (clamp(x) + 1)`, `x` held between [ScalarFunctions#LIMIT] below and above zero
        CLAMPED_MULTIPLY(false),
        /// `gelu(x)`
        GELU(true),
        /// `y gelu'(x)`
        GELU_GRADIENT(true),
        /// `silu(x)`
        SILU(true),
        /// `y silu'(x)`
        SILU_GRADIENT(true),
        /// [ScalarFunctions#clampedGate] of `x`
        CLAMPED_GATE(true),
        /// `exp(x - value)`
        EXPONENTIAL(true);

        private final boolean exponential;

        Kind(boolean exponential) {
            this.exponential = exponential;
        }

        boolean exponential() {
            return exponential;
        }
    }

    /// Does it to `count` values, a multiple of 16, from the address `from` to the address `to`.
    void apply(long from, long to, int count, float value);
}
