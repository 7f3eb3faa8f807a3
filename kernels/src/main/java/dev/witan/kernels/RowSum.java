// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// Sums up weighted rows; implemented by a template that is loaded once per vector width, see [VectorCopies].
interface RowSum {
    /// Replaces a row of `out` by the sum of `weights[i]` times row `rows[i]` of `in`, `i` ascending from 0 to `count`.
    /// Rows must have been checked.
    void apply(FloatMatrix in, int[] rows, float[] weights, int count, FloatMatrix out, int outRow);
}
