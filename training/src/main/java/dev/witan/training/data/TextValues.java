// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import org.jspecify.annotations.Nullable;

/// The texts of a column, one per row, wherever they are kept; `null` stands for a missing one. Immutable and
/// thread-safe.
public interface TextValues {
    int rows();

    @Nullable
    String value(int row);

    /// Whether they are kept outside the heap, because there may be very many.
    boolean isStored();

    /// Texts in memory; the array must not be changed.
    static TextValues of(@Nullable String[] values) {
        return new TextValues() {
            @Override
            public int rows() {
                return values.length;
            }

            @Override
            public @Nullable String value(int row) {
                return values[row];
            }

            @Override
            public boolean isStored() {
                return false;
            }
        };
    }
}
