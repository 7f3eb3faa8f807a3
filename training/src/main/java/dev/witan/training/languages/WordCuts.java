// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import dev.witan.training.network.SeededNumbers;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A sentence that can be cut into pieces of whole words. Words are those of the language, so that Chinese, Japanese
/// and Thai have some, too.
final class WordCuts {
    private final String sentence;
    private final List<int[]> words = new ArrayList<>();

    WordCuts(String sentence, Locale locale) {
        this.sentence = sentence;
        BreakIterator breaks = BreakIterator.getWordInstance(locale);
        breaks.setText(sentence);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            if (sentence.substring(from, to).codePoints().anyMatch(Character::isLetterOrDigit)) {
                words.add(new int[] {from, to});
            }
        }
    }

    /// Some words in a row, between one and `most`, from anywhere.
    String cut(int most, SeededNumbers random) {
        int count = Math.min(words.size(), 1 + random.below(most));
        return piece(random.below(words.size() - count + 1), count);
    }

    /// `count` words in a row from anywhere, or the whole if it has no more.
    String exactly(int count, SeededNumbers random) {
        int least = Math.min(words.size(), count);
        return piece(random.below(words.size() - least + 1), least);
    }

    private String piece(int first, int count) {
        return sentence.substring(words.get(first)[0], words.get(first + count - 1)[1]);
    }
}
