// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.WitanException;
import dev.witan.tables.BadRow;
import dev.witan.tables.Field;
import dev.witan.tables.Frame;
import dev.witan.tables.RawRows;
import dev.witan.tables.RowSource;
import dev.witan.tables.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Goes through a table from its beginning to its end, chunk by chunk, and hands over the rows that can be learned
/// from. Every walk over the same table hands over the same rows.
final class TableWalk {
    private static final int CHUNK_ROWS = 4096;
    private static final Selection ALL = new Selection(Optional.empty(), Map.of());

    private final TableInput input;
    private final TableOptions options;
    private final TableLimits limits;
    private final List<String> columns;
    private final List<String> nested;
    private final Set<String> unread = new TreeSet<>();

    /// Takes a chunk.
    @FunctionalInterface
    interface Sink {
        /// Takes it.
        ///
        /// @param columns their values, in the order of [#columns]
        /// @param good the rows of the chunk that count
        void take(List<ColumnValues> columns, int[] good, Lines lines);
    }

    /// Where the rows of a chunk stand.
    @FunctionalInterface
    interface Lines {
        BadRow at(int row, String column, String reason);
    }

    TableWalk(TableInput input, TableOptions options, TableLimits limits) {
        this.input = input;
        this.options = options;
        this.limits = limits;
        try (RowSource source = input.opener().apply(ALL)) {
            List<String> names = source.fields().stream().map(Field::name).toList();
            this.nested = source.nested();
            requireColumns(names);
            requireThere(names);
            options.schema().requireKnown(input.name(), names);
            this.columns = names.stream()
                    .filter(name -> options.schema().rule(name).kind() != ColumnKind.IGNORE)
                    .toList();
        }
    }

    private void requireThere(List<String> names) {
        options.required().forEach((name, what) -> {
            if (!names.contains(name)) {
                throw TableNames.missing(input.name(), what, name, names);
            }
            if (options.schema().rule(name).kind() == ColumnKind.IGNORE) {
                throw WitanException.invalidInput(
                        "%s: %s must not be ignored: '%s'".formatted(input.name(), what, name));
            }
        });
    }

    private void requireColumns(List<String> names) {
        if (names.isEmpty()) {
            throw WitanException.invalidInput("%s: a table needs columns of plain values: it has none%s"
                    .formatted(input.name(), nested.isEmpty() ? "" : ", but nested ones: " + nested));
        }
        if (names.size() > limits.columnsMax()) {
            throw WitanException.invalidInput("%s line 1: a table must have at most %d columns (columnsMax): %d"
                    .formatted(input.name(), limits.columnsMax(), names.size()));
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).length() > limits.nameLengthMax()) {
                throw WitanException.invalidInput(
                        "%s line 1: a column's name must have at most %d characters (nameLengthMax): column %d has %d"
                                .formatted(
                                        input.name(),
                                        limits.nameLengthMax(),
                                        i + 1,
                                        names.get(i).length()));
            }
        }
    }

    /// The columns that are read.
    List<String> columns() {
        return columns;
    }

    /// One sentence per column that cannot be read.
    List<String> notices() {
        return Stream.concat(
                        nested.stream()
                                .map(name ->
                                        "column '%s' is left out: its values are nested; flatten them to learn from them"
                                                .formatted(name)),
                        unread.stream()
                                .map(name ->
                                        "column '%s' is left out: the first line has none; give it one there, such as null"
                                                .formatted(name)))
                .toList();
    }

    /// Hands over all rows.
    ///
    /// @param task for the progress
    /// @param index of this pass, from 0
    /// @param passes how many there are in all
    /// @param rowsMax bound on them
    BadRows run(String task, int index, int passes, long rowsMax, Sink sink) {
        ReadProgress.Pass pass = new ReadProgress.Pass(task, index, passes, columns.size());
        BadRows bad = new BadRows(input.name(), options.onBadRow());
        RowCheck check = new RowCheck(limits, options.required().keySet());
        Selection selection = new Selection(Optional.of(Set.copyOf(new LinkedHashSet<>(columns))), Map.of());
        long rows = 0;
        try (RowSource source = input.opener().apply(selection)) {
            for (Optional<RawRows> raw = source.next(CHUNK_ROWS); raw.isPresent(); raw = source.next(CHUNK_ROWS)) {
                Frame frame = raw.get().decode();
                rows += raw.get().rows();
                requireRoom(rows, rowsMax);
                List<ColumnValues> values = values(frame);
                List<BadRow> found = new ArrayList<>(frame.bad());
                int[] good = check.good(frame, values, found);
                found.sort(Comparator.comparingLong(BadRow::row));
                found.forEach(bad::add);
                sink.take(values, good, frame::bad);
                bad.requireFew(rows);
                unread.addAll(source.unread());
                options.progress().read(pass, source.position(), source.total(), rows);
            }
        }
        requireRows(rows - bad.count(), bad);
        return bad;
    }

    private List<ColumnValues> values(Frame frame) {
        List<ColumnValues> values = new ArrayList<>();
        for (int i = 0; i < frame.cells().size(); i++) {
            ColumnRule rule = options.schema().rule(frame.fields().get(i).name());
            values.add(new ColumnValues(frame.cells().get(i), rule, input.format()));
        }
        return values;
    }

    private void requireRoom(long rows, long rowsMax) {
        if (rows > rowsMax) {
            throw new TooManyRows("%s: a table must have at most %d rows (rowsMax)".formatted(input.name(), rowsMax));
        }
    }

    private void requireRows(long rows, BadRows bad) {
        if (rows == 0) {
            throw WitanException.invalidInput(
                    input.name() + ": a table needs rows below its header: it has none" + reason(bad));
        }
    }

    private static String reason(BadRows bad) {
        return bad.count() == 0 ? "" : " that can be read; " + bad.notices().get(1);
    }
}
