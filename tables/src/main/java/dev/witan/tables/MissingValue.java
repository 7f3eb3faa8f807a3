// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.Locale;
import java.util.Set;

/// The spellings that mean "no value", whatever their case and the blanks around them.
public final class MissingValue {
    private static final Set<String> SPELLINGS = Set.of("", "?", "na", "n/a", "nan", "null", "none");
    private static final int LENGTH_MAX = 4;

    private MissingValue() {}

    /// Whether a value says that there is none.
    ///
    /// @param trimmed without blanks around it
    public static boolean isSpelledBy(String trimmed) {
        return trimmed.length() <= LENGTH_MAX && SPELLINGS.contains(trimmed.toLowerCase(Locale.ROOT));
    }
}
