// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The function that a layer applies to each of its sums.
///
/// A NaN goes through as NaN, so that a broken weight shows at the output. [#GELU] and [#SILU] of minus infinity
/// are NaN, as their formulas say.
public enum Activation {
    /// `x`
    IDENTITY,
    /// `x`, or zero where `x` is negative; its gradient is zero where `x` is zero or less.
    RELU,
    /// The tanh form, computed as `x / (1 + exp(-2u))` with `u = sqrt(2/pi) (x + 0.044715 x^3)`.
    GELU,
    /// `x / (1 + exp(-x))`
    SILU
}
