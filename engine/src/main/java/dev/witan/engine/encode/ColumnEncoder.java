// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.request.Column;
import org.jspecify.annotations.Nullable;

/// Encodes one column into its share of a row. Thread-safe, as long as nobody changes its parameters.
public sealed interface ColumnEncoder
        permits NumericEncoder, DateEncoder, CategoricalEncoder, TextEncoder, ImageEncoder {
    ColumnSpec spec();

    /// Writes the value of one row at `rows[at..at+width)`; an absent column (`null`) is a missing value.
    void encode(@Nullable Column column, int row, float[] rows, int at);
}
