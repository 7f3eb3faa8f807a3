// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// Finds where a row rises above a value.
interface RowSearch {
    /// The columns that are looked at together; a search starts and stops at multiples of it.
    int BLOCK = FloatMatrix.LANES;

    /// The first block, from `column` on, with a value that is not at most `value`; `columns` or more when there is
    /// none. Padding counts as values, and so does NaN as one that is not at most any.
    ///
    /// @param column a multiple of [#BLOCK]
    int firstAbove(FloatMatrix scores, int row, int column, int columns, float value);
}
