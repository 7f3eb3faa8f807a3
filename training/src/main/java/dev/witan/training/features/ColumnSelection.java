// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.error.WitanException;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TargetColumns;
import dev.witan.training.text.FreeText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The columns of a table that a mixture learns from, and why others are left out: those that hold one value
/// throughout, texts of a word or two that are different almost everywhere, and plain row numbers. They would only be
/// learned by heart.
///
/// @param columns to learn from
/// @param notices one sentence per column that is left out
public record ColumnSelection(List<TableColumn> columns, List<String> notices) {
    private static final double DISTINCT_SHARE_MAX = 0.9;
    private static final int DISTINCT_ROWS_MIN = 30;

    public ColumnSelection {
        columns = List.copyOf(columns);
        notices = List.copyOf(notices);
    }

    public static ColumnSelection of(Table table, String target) {
        List<TableColumn> columns = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        List<String> targets = TargetColumns.of(table, target);
        for (TableColumn column : table.columns()) {
            if (!targets.contains(column.name())) {
                objection(column)
                        .ifPresentOrElse(
                                reason -> notices.add("column '%s' is left out: %s".formatted(column.name(), reason)),
                                () -> columns.add(column));
            }
        }
        if (columns.isEmpty()) {
            throw WitanException.invalidInput("%s: a mixture needs at least one column to learn from beside '%s': %s"
                    .formatted(table.source(), target, notices));
        }
        return new ColumnSelection(columns, notices);
    }

    /// The columns that a release encodes, in its order.
    ///
    /// @throws WitanException INVALID_INPUT when the table lacks one, or has one of another kind
    public static ColumnSelection like(Encoder encoder, Table table) {
        List<TableColumn> columns = new ArrayList<>();
        for (ColumnSpec spec : encoder.columns()) {
            TableColumn column = table.require(spec.name());
            if (spec.kind() == ColumnSpec.Kind.NUMERIC != column instanceof TableColumn.Numbers) {
                throw WitanException.invalidInput(
                        "%s, column '%s': the release that training starts from reads it as %s, and here it is not"
                                .formatted(table.source(), spec.name(), spec.kind()));
            }
            columns.add(column);
        }
        return new ColumnSelection(columns, List.of());
    }

    private static Optional<String> objection(TableColumn column) {
        Set<Object> distinct = new HashSet<>();
        int present = 0;
        for (int row = 0; row < column.rows(); row++) {
            if (!column.isMissing(row)) {
                present++;
                distinct.add(column.label(row));
            }
        }
        if (present == 0) {
            return Optional.of("it has no value in any row");
        }
        if (distinct.size() == 1 && present == column.rows()) {
            return Optional.of(
                    "it is '%s' in every row".formatted(distinct.iterator().next()));
        }
        return switch (column) {
            case TableColumn.Texts texts when FreeText.isIn(texts) -> Optional.empty();
            case TableColumn.Texts _ -> manyTexts(distinct.size(), present);
            case TableColumn.Numbers numbers -> rowNumber(numbers.values());
            case TableColumn.Images _ -> Optional.empty();
        };
    }

    private static Optional<String> manyTexts(int distinct, int present) {
        return present >= DISTINCT_ROWS_MIN && distinct > DISTINCT_SHARE_MAX * present
                ? Optional.of("its texts are almost all different (%d in %d rows)".formatted(distinct, present))
                : Optional.empty();
    }

    private static Optional<String> rowNumber(double[] values) {
        for (int row = 1; row < values.length; row++) {
            if (values[row] != values[row - 1] + 1) {
                return Optional.empty();
            }
        }
        return values.length >= DISTINCT_ROWS_MIN ? Optional.of("it numbers the rows") : Optional.empty();
    }
}
