// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.error.Excerpt;
import dev.witan.tables.BadRow;
import dev.witan.tables.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells the rows of a chunk that can be learned from from those that cannot: a value that is not of the kind that its
/// column was declared to have, one that is too long, or none where every row must have one.
///
/// @param limits of values
/// @param required columns in which every row must have a value
record RowCheck(TableLimits limits, Set<String> required) {
    /// The good rows; the others are handed to `bad`.
    int[] good(Frame frame, List<ColumnValues> columns, List<BadRow> bad) {
        int[] good = new int[frame.rows()];
        int count = 0;
        for (int row = 0; row < frame.rows(); row++) {
            Optional<BadRow> reason = reason(frame, columns, row);
            if (reason.isPresent()) {
                bad.add(reason.get());
            } else {
                good[count++] = row;
            }
        }
        return Arrays.copyOf(good, count);
    }

    private Optional<BadRow> reason(Frame frame, List<ColumnValues> columns, int row) {
        for (int i = 0; i < columns.size(); i++) {
            String name = frame.fields().get(i).name();
            Optional<String> reason = reason(columns.get(i), name, row);
            if (reason.isPresent()) {
                return Optional.of(frame.bad(row, name, reason.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> reason(ColumnValues column, String name, int row) {
        if (column.isMissing(row)) {
            return required.contains(name)
                    ? Optional.of("every row must have a value here: this one has none")
                    : Optional.empty();
        }
        return switch (column.rule().kind()) {
            case NUMBER ->
                Double.isNaN(column.number(row))
                        ? Optional.of("the value must be a finite number: " + value(column, row))
                        : Optional.empty();
            case DATE ->
                Double.isNaN(column.seconds(row))
                        ? Optional.of("the column must hold %s: %s; a schema may say how dates are spelled (pattern)"
                                .formatted(DateEncoder.rule(column.rule().form()), value(column, row)))
                        : Optional.empty();
            case INFERRED, CATEGORY, TEXT, IMAGE -> tooLong(column, row).or(() -> zero(column, row));
            case IGNORE -> Optional.empty();
        };
    }

    private Optional<String> tooLong(ColumnValues column, int row) {
        int length = column.length(row);
        return length > limits.valueLengthMax()
                ? Optional.of("the value must have at most %d characters (valueLengthMax): %d"
                        .formatted(limits.valueLengthMax(), length))
                : Optional.empty();
    }

    private static Optional<String> zero(ColumnValues column, int row) {
        return column.hasZero(row)
                ? Optional.of("the value must be text: it has a character of code zero")
                : Optional.empty();
    }

    private static String value(ColumnValues column, int row) {
        return "'" + Excerpt.of(String.valueOf(column.text(row))) + "'";
    }
}
