// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import org.jspecify.annotations.Nullable;

/// Numbers as a table of text spells them, for columns that read text and are given numbers.
final class NumberSpelling {
    private static final double WHOLE_MAX = 1e15;

    private NumberSpelling() {}

    /// 3, not 3.0; nothing for `NaN`, which stands for a missing value.
    static @Nullable String of(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return value == Math.rint(value) && Math.abs(value) < WHOLE_MAX
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
