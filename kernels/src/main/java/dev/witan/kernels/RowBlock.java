// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The innermost part of a product: a fixed number of rows times one panel of weights, with all sums in registers.
///
/// Each implementation is a template that is loaded once per vector width, see [VectorCopies].
interface RowBlock {
    /// Adds the inputs from `from` to `to` to the sums of the panel of `width` columns that starts at `column`.
    ///
    /// The sums start from the bias when `from` is zero and from `out` otherwise, and end in `out`. Rows and
    /// columns must have been checked.
    void add(
            FloatMatrix in,
            int inRow,
            Linear layer,
            int column,
            int width,
            int from,
            int to,
            FloatMatrix out,
            int outRow);
}
