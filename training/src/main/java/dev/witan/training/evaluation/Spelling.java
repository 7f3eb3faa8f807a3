// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.tables.NumberText;
import java.util.Locale;

/// How values of tables are spelled.
final class Spelling {
    private Spelling() {}

    /// The number that a text spells; not a number if it spells none.
    static double number(String text) {
        return NumberText.parse(text);
    }

    /// A number in few digits.
    static String of(double number) {
        String text = String.format(Locale.ROOT, "%.4g", number);
        return text.contains("e") ? text : trimmed(text);
    }

    private static String trimmed(String text) {
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
