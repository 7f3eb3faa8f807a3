// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.HashSet;
import java.util.Set;

/// Tells free text from categories: at least half of a column's values are different, and they have three words on
/// average. Names, codes and the like have fewer.
public final class FreeText {
    private static final int ROWS_MIN = 20;
    private static final int WORDS_MIN = 3;

    private FreeText() {}

    public static boolean isIn(TableColumn.Texts column) {
        return switch (column.form()) {
            case FREE_TEXT -> true;
            case CATEGORIES -> false;
            case UNSAID -> looksLikeIt(column);
        };
    }

    private static boolean looksLikeIt(TableColumn.Texts column) {
        Set<String> distinct = new HashSet<>();
        long words = 0;
        int present = 0;
        for (int row = 0; row < column.rows(); row++) {
            if (!column.isMissing(row)) {
                String value = column.label(row);
                present++;
                words += words(value);
                distinct.add(value);
            }
        }
        return looksLikeIt(present, distinct.size(), words);
    }

    /// Whether so many texts, so many of them different, with so many words in all, look like free text.
    public static boolean looksLikeIt(long present, long distinct, long words) {
        return present >= ROWS_MIN && 2 * distinct >= present && words >= WORDS_MIN * present;
    }

    /// How many words a text has.
    public static int words(String text) {
        int words = 0;
        boolean isWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean isBlank = Character.isWhitespace(text.charAt(i));
            words += !isBlank && !isWord ? 1 : 0;
            isWord = !isBlank;
        }
        return words;
    }
}
