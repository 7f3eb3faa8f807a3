// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The innermost part of a product: a fixed number of rows times one panel of weights, with all sums in registers.
///
/// Each implementation is a template that is loaded once per vector width, see [VectorCopies].
interface RowBlock {
    /// Computes the sums of the panel of `width` columns that starts at `column`. Rows and columns must have been
    /// checked.
    void multiply(FloatMatrix in, int inRow, Linear layer, int column, int width, FloatMatrix out, int outRow);
}
