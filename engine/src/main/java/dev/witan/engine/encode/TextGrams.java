// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntConsumer;

/// Cuts a text into the n-grams of its words and names each by a bucket. Immutable and thread-safe.
///
/// The text is normalised (NFKC) and lower-cased, whatever the default locale. A *word* is a run of letters, marks,
/// digits and apostrophes; a run of digits counts as one `0`. The grams of a word are those of its code points with a
/// boundary mark at either end, the whole word where it is longer than the longest gram, and the script of its letters
/// each time that changes. Anything else that is not a blank is a gram of its own, once per run.
///
/// Different grams may share a bucket: that is what keeps the table small, and learning goes round it.
///
/// @param buckets how many there are
/// @param shortest order of the shortest gram
/// @param longest order of the longest gram
/// @param charactersMax code points of a text that are read; the rest is left unread
public record TextGrams(int buckets, int shortest, int longest, int charactersMax) {
    public static final int BUCKETS_MAX = 1 << 20;
    public static final int LONGEST_MAX = 8;
    public static final int CHARACTERS_MAX = 100_000;

    public TextGrams {
        requireBetween("buckets", buckets, 1, BUCKETS_MAX);
        requireBetween("longest", longest, 1, LONGEST_MAX);
        requireBetween("shortest", shortest, 1, longest);
        requireBetween("charactersMax", charactersMax, 1, CHARACTERS_MAX);
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d: %d".formatted(name, least, most, value));
        }
    }

    /// Hands the bucket of every gram to the sink, in the order of the text.
    public void each(String text, IntConsumer sink) {
        new GramWalk(this, sink).walk(normalised(text));
    }

    /// The text as it is cut.
    String normalised(String text) {
        String normal = Normalizer.normalize(first(text), Normalizer.Form.NFKC);
        return first(normal.toLowerCase(Locale.ROOT));
    }

    private String first(String text) {
        return text.length() <= charactersMax || text.codePointCount(0, text.length()) <= charactersMax
                ? text
                : text.substring(0, text.offsetByCodePoints(0, charactersMax));
    }
}
