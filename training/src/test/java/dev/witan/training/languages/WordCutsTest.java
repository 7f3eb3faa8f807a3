// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.training.network.SeededNumbers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordCutsTest {
    @Test
    void cutsWholeWordsAndWhatStandsBetweenThem() {
        WordCuts cuts = new WordCuts("Ja, das ist gut.", Locale.GERMAN);
        Set<String> pieces = new HashSet<>();
        SeededNumbers random = new SeededNumbers(1);
        for (int i = 0; i < 200; i++) {
            pieces.add(cuts.cut(2, random));
        }
        assertThat(pieces).containsExactlyInAnyOrder("Ja", "das", "ist", "gut", "Ja, das", "das ist", "ist gut");
    }

    @Test
    void findsTheWordsOfLanguagesThatWriteNoBlanks() {
        assertThat(new WordCuts("ฉันชอบกินข้าวผัดมาก", Locale.of("th")).exactly(2, new SeededNumbers(1)))
                .hasSizeBetween(2, 14);
    }

    @Test
    void givesTheWholeWhereThereAreNoMoreWords() {
        assertThat(new WordCuts("¿Qué tal?", Locale.of("es")).exactly(5, new SeededNumbers(1)))
                .isEqualTo("Qué tal");
    }
}
