// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Parts of tables that are too large for memory.
public final class TableParts {
    private TableParts() {}

    /// Rows `from..from+count` in memory, as a table of their own.
    public static Table of(Table table, int from, int count) {
        return new Table(
                "%s from row %d on".formatted(table.source(), from + 1),
                table.columns().stream().map(column -> of(column, from, count)).toList());
    }

    private static TableColumn of(TableColumn column, int from, int count) {
        return switch (column) {
            case TableColumn.Numbers numbers ->
                new TableColumn.Numbers(column.name(), numbers(numbers.values(), from, count));
            case TableColumn.Dates dates ->
                new TableColumn.Dates(column.name(), numbers(dates.seconds(), from, count), dates.form());
            case TableColumn.Texts texts ->
                new TableColumn.Texts(column.name(), TextValues.of(texts(texts, from, count)), texts.form(), null);
            case TableColumn.Images images -> new TableColumn.Images(images.encoder(), images(images, from, count));
        };
    }

    private static double[] numbers(NumberValues values, int from, int count) {
        return IntStream.range(from, from + count).mapToDouble(values::value).toArray();
    }

    private static @Nullable String[] texts(TableColumn.Texts texts, int from, int count) {
        @Nullable String[] part = new String[count];
        Arrays.setAll(part, row -> texts.value(from + row));
        return part;
    }

    private static byte[] @Nullable [] images(TableColumn.Images images, int from, int count) {
        byte[] @Nullable [] part = new byte[count][];
        Arrays.setAll(part, row -> images.value(from + row));
        return part;
    }
}
