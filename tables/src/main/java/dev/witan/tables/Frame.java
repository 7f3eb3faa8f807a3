// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Some rows of a table, column by column.
///
/// @param fields the columns, in order
/// @param cells their values, as many columns as fields
/// @param places where each row stands in its table
/// @param bad rows that stood between these and could not be read
public record Frame(List<Field> fields, List<Cells> cells, Places places, List<BadRow> bad) {
    public Frame {
        fields = List.copyOf(fields);
        cells = List.copyOf(cells);
        bad = List.copyOf(bad);
        Objects.requireNonNull(places);
        for (Cells column : cells) {
            if (column.rows() != places.rows()) {
                throw new IllegalArgumentException(
                        "every column must have %d rows: %d".formatted(places.rows(), column.rows()));
            }
        }
    }

    /// The rows of some frames one after the other; their columns are the same.
    public static Frame join(List<Field> fields, List<Frame> frames) {
        List<Cells> cells = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            int column = i;
            cells.add(JoinedCells.of(
                    fields.get(i).type(),
                    frames.stream().map(frame -> frame.cells().get(column)).toList()));
        }
        Places places = Places.join(frames.stream().map(Frame::places).toList());
        return new Frame(
                fields,
                cells,
                places,
                frames.stream().flatMap(frame -> frame.bad().stream()).toList());
    }

    public int rows() {
        return places.rows();
    }

    /// The index of a column; -1 if there is none of that name.
    public int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// A bad row in the place of one of this frame.
    public BadRow bad(int row, String column, String reason) {
        return new BadRow(places.number(row), places.line(row), column, reason);
    }

    /// These rows alone, in this order; the bad ones stay.
    public Frame select(int[] rows) {
        List<Cells> chosen = new ArrayList<>(cells.size());
        for (Cells column : cells) {
            chosen.add(column.select(rows));
        }
        return new Frame(fields, chosen, places.select(rows), bad);
    }
}
