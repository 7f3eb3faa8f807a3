// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSampleTest {
    private static final int ROWS = 40_000;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        StringBuilder csv = new StringBuilder("row,even,text\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append(row)
                    .append(',')
                    .append(row % 2 == 0 ? "yes" : "no")
                    .append(",t")
                    .append(row)
                    .append('\n');
        }
        file = Files.writeString(folder.resolve("t.csv"), csv);
    }

    private TableReader.Sampled sample(int rows, long seed) {
        return new TableReader(TableLimits.defaults()).sample(file, TableOptions.defaults(), rows, seed);
    }

    private static int[] numbers(Table table) {
        TableColumn.Numbers column = (TableColumn.Numbers) table.require("row");
        return IntStream.range(0, table.rows())
                .map(row -> (int) column.value(row))
                .toArray();
    }

    @Test
    void drawsOverTheWholeTableAndKeepsItsOrder() {
        TableReader.Sampled sampled = sample(1_000, 7);
        int[] numbers = numbers(sampled.table());

        assertThat(sampled.all()).isEqualTo(ROWS);
        assertThat(numbers).hasSize(1_000).isSorted().doesNotHaveDuplicates();
        int[] quarters = new int[4];
        IntStream.of(numbers).forEach(number -> quarters[number * 4 / ROWS]++);
        assertThat(IntStream.of(quarters).min().orElseThrow()).isGreaterThan(200);
    }

    @Test
    void keepsTheValuesOfARowTogether() {
        Table table = sample(300, 3).table();

        for (int row = 0; row < table.rows(); row++) {
            int number = numbers(table)[row];
            assertThat(table.require("even").label(row)).isEqualTo(number % 2 == 0 ? "yes" : "no");
            assertThat(table.require("text").label(row)).isEqualTo("t" + number);
        }
    }

    @Test
    void theSeedSaysWhichRows() {
        assertThat(numbers(sample(500, 1).table()))
                .isEqualTo(numbers(sample(500, 1).table()));
        assertThat(numbers(sample(500, 2).table()))
                .isNotEqualTo(numbers(sample(500, 1).table()));
    }

    @Test
    void isTheTableWhereThereIsRoomForAllOfIt() {
        TableReader.Sampled sampled = sample(ROWS, 1);

        assertThat(sampled.table().digest())
                .isEqualTo(new TableReader(TableLimits.defaults()).read(file).digest());
        assertThat(sample(1, 1).table().rows()).isOne();
    }
}
