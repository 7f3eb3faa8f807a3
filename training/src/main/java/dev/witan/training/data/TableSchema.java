// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// How the columns of a table are to be read. Columns that it does not name are read as they look.
///
/// @param rules by column
/// @param absent what happens with a rule whose column a table has not
public record TableSchema(Map<String, ColumnRule> rules, Absent absent) {
    /// Nothing said.
    public static final TableSchema NONE = new TableSchema(Map.of(), Absent.IGNORED);

    /// What happens with a rule for a column that a table has not.
    public enum Absent {
        /// The table is refused: somebody meant another name.
        REFUSED,
        /// The rule is not needed.
        IGNORED
    }

    public TableSchema {
        Objects.requireNonNull(absent);
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    /// What a person says of columns that are there.
    public static TableSchema said(Map<String, ColumnRule> rules) {
        return new TableSchema(rules, Absent.REFUSED);
    }

    /// Columns of the kinds that a mixture declares.
    public static TableSchema ofKinds(Map<String, ColumnSpec.Kind> kinds) {
        Map<String, ColumnRule> rules = new LinkedHashMap<>();
        kinds.forEach((name, kind) -> rules.put(name, ColumnRule.of(ColumnKind.of(kind))));
        return new TableSchema(rules, Absent.IGNORED);
    }

    /// The columns that an encoder reads, as it reads them.
    public static TableSchema of(Encoder encoder) {
        Map<String, ColumnRule> rules = new LinkedHashMap<>();
        encoder.columns().forEach(column -> rules.put(column.name(), ColumnRule.of(ColumnKind.of(column.kind()))));
        if (encoder instanceof TableEncoder table) {
            for (ColumnEncoder column : table.encoders()) {
                if (column instanceof DateEncoder date) {
                    String name = date.spec().name();
                    rules.put(name, new ColumnRule(ColumnKind.DATE, date.form(), Set.of(), ""));
                }
            }
        }
        return new TableSchema(rules, Absent.IGNORED);
    }

    /// The columns of a table as they were read, so that another table is read alike.
    public static TableSchema of(Table table) {
        Map<String, ColumnRule> rules = new LinkedHashMap<>();
        for (TableColumn column : table.columns()) {
            rules.put(column.name(), rule(column));
        }
        return new TableSchema(rules, Absent.IGNORED);
    }

    private static ColumnRule rule(TableColumn column) {
        return switch (column) {
            case TableColumn.Numbers _ -> ColumnRule.of(ColumnKind.NUMBER);
            case TableColumn.Dates dates -> new ColumnRule(ColumnKind.DATE, dates.form(), Set.of(), "");
            case TableColumn.Texts texts
            when texts.form() == TableColumn.Texts.Form.FREE_TEXT -> ColumnRule.of(ColumnKind.TEXT);
            case TableColumn.Texts _, TableColumn.Images _ -> ColumnRule.of(ColumnKind.CATEGORY);
        };
    }

    /// How a column is read.
    public ColumnRule rule(String column) {
        return rules.getOrDefault(column, ColumnRule.INFERRED);
    }

    /// The same with other rules for some columns; what those say wins.
    public TableSchema with(Map<String, ColumnRule> others) {
        Map<String, ColumnRule> all = new LinkedHashMap<>(rules);
        all.putAll(others);
        return new TableSchema(all, absent);
    }

    /// Refuses names that no column has.
    void requireKnown(String source, Collection<String> columns) {
        for (String name : rules.keySet()) {
            if (absent == Absent.REFUSED && !columns.contains(name)) {
                throw WitanException.invalidInput(
                        "%s: the schema names a column that the table has not: '%s'%s (columns: %s)"
                                .formatted(
                                        source,
                                        Excerpt.of(name),
                                        Suggestion.hint(name, columns),
                                        String.join(", ", columns)));
            }
        }
    }

    /// The same for the same rules, whatever their order.
    @Override
    public String toString() {
        return new TreeMap<>(rules).toString();
    }
}
