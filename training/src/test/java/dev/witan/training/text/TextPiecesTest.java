// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPiecesTest {
    private static final Table TABLE = new Table(
            "t",
            List.of(
                    new TableColumn.Texts("text", new String[] {"Eins, zwei drei. Vier fünf", "kurz", null}),
                    new TableColumn.Texts("label", new String[] {"a", "b", "c"})));

    @Test
    void areRunsOfWholeWordsWithTheLabelOfTheirText() {
        Table pieces = TextPieces.of(TABLE, "text", "label", 2);
        assertThat(pieces.require("text").label(0)).isEqualTo("Eins, zwei");
        assertThat(pieces.require("text").label(1)).isEqualTo("drei. Vier");
        assertThat(pieces.require("label").label(0)).isEqualTo("a");
        assertThat(pieces.require("label").label(1)).isEqualTo("a");
    }

    @Test
    void areFoundInThaiAsWell() {
        assertThat(TextPieces.cut("ฉันชอบกินข้าวผัดมาก", 2)).hasSizeGreaterThan(1);
    }

    @Test
    void refuseToBeNone() {
        assertThatThrownBy(() -> TextPieces.of(TABLE, "text", "label", 9))
                .hasMessage("t, column 'text': no text has 9 words");
        assertThatThrownBy(() -> TextPieces.of(TABLE, "text", "label", 0))
                .hasMessage("words must be between 1 and 1000: 0");
    }
}
