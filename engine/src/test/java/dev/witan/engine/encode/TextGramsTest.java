// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TextGramsTest {
    private static final TextGrams GRAMS = new TextGrams(1 << 20, 1, 3, 100);

    /// `ab` between boundaries: a, ⎵a and the script; b, ab, ⎵ab; b⎵, ab⎵; and the word, which is longer than 3.
    @Test
    void cutsAWordIntoTheGramsOfItsCharactersAndBoundaries() {
        assertThat(grams("ab")).hasSize(9);
        assertThat(new HashSet<>(grams("ab"))).hasSize(9);
    }

    @Test
    void countsOneGramPerOrderAndPlace() {
        TextGrams pairs = new TextGrams(1 << 20, 2, 2, 100);
        assertThat(grams(pairs, "abc")).as("⎵a, script, ab, bc, c⎵, word").hasSize(6);
        assertThat(grams(pairs, "a")).as("⎵a, script, a⎵, word").hasSize(4);
    }

    @Test
    void giveTheSameGramsForTheSameWordsInAnySurrounding() {
        assertThat(grams("ab  ab")).hasSize(18);
        assertThat(new HashSet<>(grams("ab\tab\nab"))).isEqualTo(new HashSet<>(grams("ab")));
    }

    @Test
    void ignoreCaseWidthAndComposition() {
        assertThat(grams("STRASSE")).isEqualTo(grams("strasse"));
        assertThat(grams("Ｗｉｄｅ")).isEqualTo(grams("wide"));
        assertThat(grams("e\u0301te\u0301")).isEqualTo(grams("\u00e9t\u00e9"));
    }

    @Test
    void doNotDependOnTheDefaultLocale() {
        Locale before = Locale.getDefault();
        List<Integer> usual = grams("ISTANBUL");
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(grams("ISTANBUL")).isEqualTo(usual);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void countARunOfDigitsOfAnyScriptAsOneNumber() {
        assertThat(grams("1984")).isEqualTo(grams("7")).isEqualTo(grams("٣٤"));
        assertThat(grams("1984")).isNotEqualTo(grams("x"));
    }

    @Test
    void takeAnApostropheWithinAWordAndNotAroundIt() {
        assertThat(grams("l’eau")).isEqualTo(grams("l'eau"));
        assertThat(new HashSet<>(grams("l'eau"))).isNotEqualTo(new HashSet<>(grams("l eau")));
        assertThat(grams("'eau'")).contains(grams("eau").toArray(new Integer[0]));
    }

    @Test
    void takeEachRunOfPunctuationAsOneGram() {
        assertThat(grams("!!!")).hasSize(1).isEqualTo(grams("!")).isNotEqualTo(grams("?"));
        assertThat(grams("a ... b")).hasSize(grams("a b").size() + 1);
    }

    @Test
    void keepVowelSignsAndTheNonJoinerInTheirWord() {
        assertThat(grams(new TextGrams(1 << 20, 2, 2, 100), "कि"))
                .as("⎵क, script, कि, ि⎵, word")
                .hasSize(5);
        assertThat(grams("می\u200Cخواهم")).isNotEqualTo(grams("می خواهم"));
        assertThat(grams("so\u00ADft")).as("a soft hyphen is not there").isEqualTo(grams("soft"));
        assertThat(grams("\u200Fשלום\u200E")).as("nor are marks of direction").isEqualTo(grams("שלום"));
    }

    @Test
    void noteEachChangeOfScriptWithinAWord() {
        int latin = grams("ab").size();
        assertThat(grams("аb")).as("Cyrillic, then Latin").hasSize(latin + 1);
    }

    @Test
    void readPairsOfSurrogatesAsOneCharacterAndHalfOnesAsNothing() {
        assertThat(grams("\uD801\uDC00")).as("Deseret").isEqualTo(grams("\uD801\uDC28"));
        assertThat(grams("\uD83D\uDE00")).hasSize(1);
        assertThat(grams("\uD800")).isEmpty();
        assertThat(grams("a\uDC00b")).isEqualTo(grams("a b"));
    }

    @Test
    void findNothingInBlanks() {
        assertThat(grams("")).isEmpty();
        assertThat(grams(" \t\n\u00A0\u3000")).isEmpty();
    }

    @Test
    void readNoMoreThanTheCharactersAllowed() {
        TextGrams few = new TextGrams(1 << 20, 1, 3, 3);
        assertThat(grams(few, "abcdef")).isEqualTo(grams(few, "abc"));
        assertThat(grams(few, "\uD83D\uDE00!?x")).isEqualTo(grams(few, "\uD83D\uDE00!?"));
        assertThat(grams(few, "\uFDFA"))
                .as("one character that is spelled out as eighteen")
                .hasSizeLessThan(20);
        assertThat(grams(GRAMS, "x".repeat(1 << 20))).hasSizeLessThan(100 * 4 + 4);
    }

    @Test
    void stayWithinTheirBuckets() {
        TextGrams seven = new TextGrams(7, 1, 4, 1_000);
        assertThat(grams(seven, "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich."))
                .allMatch(bucket -> bucket >= 0 && bucket < 7)
                .contains(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void refuseSettingsOutOfBounds() {
        assertThatThrownBy(() -> new TextGrams(0, 1, 4, 10)).hasMessage("buckets must be between 1 and 1048576: 0");
        assertThatThrownBy(() -> new TextGrams(8, 3, 2, 10)).hasMessage("shortest must be between 1 and 2: 3");
        assertThatThrownBy(() -> new TextGrams(8, 1, 9, 10)).hasMessage("longest must be between 1 and 8: 9");
        assertThatThrownBy(() -> new TextGrams(8, 1, 4, 0)).hasMessage("charactersMax must be between 1 and 100000: 0");
    }

    private static List<Integer> grams(String text) {
        return grams(GRAMS, text);
    }

    private static List<Integer> grams(TextGrams grams, String text) {
        List<Integer> buckets = new ArrayList<>();
        grams.each(text, buckets::add);
        return buckets;
    }
}
