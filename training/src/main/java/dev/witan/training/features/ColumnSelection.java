// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.error.WitanException;
import dev.witan.training.data.ColumnFacts;
import dev.witan.training.data.FreeText;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TargetColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return of(table, target, Map.of());
    }

    /// The same beside columns that are not learned from.
    ///
    /// @param taken columns that serve something else, and what
    public static ColumnSelection of(Table table, String target, Map<String, String> taken) {
        List<TableColumn> columns = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        List<String> targets = TargetColumns.of(table, target);
        for (TableColumn column : table.columns()) {
            if (!targets.contains(column.name())) {
                Optional.ofNullable(taken.get(column.name()))
                        .or(() -> objection(column))
                        .ifPresentOrElse(
                                reason -> notices.add("column '%s' is left out: %s".formatted(column.name(), reason)),
                                () -> columns.add(column));
            }
        }
        if (columns.isEmpty()) {
            throw WitanException.invalidInput("%s: a mixture needs at least one column to learn from beside '%s': %s"
                    .formatted(
                            table.source(),
                            target,
                            notices.isEmpty() ? "it has no other" : String.join("; ", notices)));
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
            boolean fits = switch (column) {
                case TableColumn.Numbers _ -> spec.kind() == ColumnSpec.Kind.NUMERIC;
                case TableColumn.Dates _ -> spec.kind() == ColumnSpec.Kind.DATE;
                case TableColumn.Texts _ ->
                    spec.kind() == ColumnSpec.Kind.CATEGORICAL || spec.kind() == ColumnSpec.Kind.TEXT;
                case TableColumn.Images _ -> spec.kind() == ColumnSpec.Kind.IMAGE;
            };
            if (!fits) {
                throw WitanException.invalidInput(
                        "%s, column '%s': the release that training starts from reads it as %s, and here it is not"
                                .formatted(table.source(), spec.name(), spec.kind()));
            }
            columns.add(column);
        }
        return new ColumnSelection(columns, List.of());
    }

    private static Optional<String> objection(TableColumn column) {
        ColumnFacts facts = column.facts();
        if (facts.present() == 0) {
            return Optional.of("it has no value in any row");
        }
        if (facts.distinct() == 1 && facts.present() == column.rows()) {
            return Optional.of("it is '%s' in every row".formatted(facts.first()));
        }
        return switch (column) {
            case TableColumn.Texts texts when FreeText.isIn(texts) -> Optional.empty();
            case TableColumn.Texts _ -> manyTexts(facts);
            case TableColumn.Numbers _ -> rowNumber(facts, column.rows());
            case TableColumn.Dates _, TableColumn.Images _ -> Optional.empty();
        };
    }

    private static Optional<String> manyTexts(ColumnFacts facts) {
        return facts.present() >= DISTINCT_ROWS_MIN && facts.distinct() > DISTINCT_SHARE_MAX * facts.present()
                ? Optional.of("its texts are almost all different (%d in %d rows)"
                        .formatted(facts.distinct(), facts.present()))
                : Optional.empty();
    }

    private static Optional<String> rowNumber(ColumnFacts facts, int rows) {
        return facts.countsRows() && rows >= DISTINCT_ROWS_MIN ? Optional.of("it numbers the rows") : Optional.empty();
    }
}
