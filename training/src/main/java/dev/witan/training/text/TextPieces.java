// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.text;

import dev.witan.engine.error.WitanException;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a table's texts into pieces of so many words, one after the other, to see how a mixture does with short texts.
/// What is left over at the end is not looked at, and neither are shorter texts.
public final class TextPieces {
    public static final int WORDS_MAX = 1_000;

    /// Words are what the JDK finds; its Thai rules know the words of Thai and treat other scripts as all others do.
    private static final Locale RULES = Locale.of("th");

    private TextPieces() {}

    /// The table with a row for each piece.
    ///
    /// @param text name of the column to cut
    /// @param target name of the other column that is kept
    public static Table of(Table table, String text, String target, int words) {
        if (words < 1 || words > WORDS_MAX) {
            throw WitanException.invalidInput("words must be between 1 and %d: %d".formatted(WORDS_MAX, words));
        }
        TableColumn texts = table.require(text);
        TableColumn labels = table.require(target);
        List<String> pieces = new ArrayList<>();
        List<String> labelled = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            List<String> cut = cut(texts.label(row), words);
            for (String piece : cut) {
                pieces.add(piece);
                labelled.add(labels.label(row));
            }
        }
        if (pieces.isEmpty()) {
            throw WitanException.invalidInput(
                    "%s, column '%s': no text has %d words".formatted(table.source(), text, words));
        }
        return new Table(
                table.source(),
                List.of(
                        new TableColumn.Texts(text, pieces.toArray(new String[0])),
                        new TableColumn.Texts(target, labelled.toArray(new String[0]))));
    }

    static List<String> cut(String text, int words) {
        List<String> pieces = new ArrayList<>();
        BreakIterator breaks = BreakIterator.getWordInstance(RULES);
        breaks.setText(text);
        int start = 0;
        int count = 0;
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            if (text.substring(from, to).codePoints().anyMatch(Character::isLetterOrDigit)) {
                start = count == 0 ? from : start;
                count++;
            }
            if (count == words) {
                pieces.add(text.substring(start, to));
                count = 0;
            }
        }
        return pieces;
    }
}
