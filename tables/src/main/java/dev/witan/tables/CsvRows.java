// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.witan.engine.error.Excerpt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records of a CSV file. A row with too many or too few values is bad.
record CsvRows(char separator, List<Field> fields, Selection selection, long first, List<CsvRecord> records)
        implements RawRows {
    @Override
    public int rows() {
        return records.size();
    }

    @Override
    public Frame decode() {
        List<BadRow> bad = new ArrayList<>();
        List<CsvRecord> good = new ArrayList<>(records.size());
        long[] numbers = new long[records.size()];
        for (int i = 0; i < records.size(); i++) {
            CsvRecord record = records.get(i);
            if (record.getFieldCount() == fields.size()) {
                numbers[good.size()] = first + i;
                good.add(record);
            } else {
                bad.add(new BadRow(first + i, record.getStartingLineNumber(), "", wrongWidth(record)));
            }
        }
        return frame(good, java.util.Arrays.copyOf(numbers, good.size()), bad);
    }

    private String wrongWidth(CsvRecord record) {
        return "a row must have %d values, one per column, separated by '%s': it has %d, the last of them '%s'"
                .formatted(
                        fields.size(),
                        separator == '\t' ? "tab" : String.valueOf(separator),
                        record.getFieldCount(),
                        Excerpt.of(record.getField(record.getFieldCount() - 1)));
    }

    private Frame frame(List<CsvRecord> good, long[] numbers, List<BadRow> bad) {
        long[] lines = new long[good.size()];
        for (int row = 0; row < lines.length; row++) {
            lines[row] = good.get(row).getStartingLineNumber();
        }
        List<Field> chosen = new ArrayList<>();
        List<Cells> cells = new ArrayList<>();
        for (int column = 0; column < fields.size(); column++) {
            if (selection.wants(fields.get(column).name())) {
                chosen.add(fields.get(column));
                cells.add(column(good, column));
            }
        }
        return new Frame(chosen, cells, new Places(numbers, lines), bad);
    }

    private static Cells column(List<CsvRecord> good, int column) {
        @Nullable String[] values = new String[good.size()];
        for (int row = 0; row < values.length; row++) {
            String value = good.get(row).getField(column);
            values[row] = value.isEmpty() ? null : value;
        }
        return new Cells.Texts(values);
    }
}
