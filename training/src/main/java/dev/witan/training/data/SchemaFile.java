// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.DateForm;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.PlainYaml;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a person says of a table's columns, in a YAML file:
///
/// ```yaml
/// columns:
///   age: number
///   joined: {type: date, pattern: dd.MM.yyyy}
///   city: {type: category, missing: ["-", unknown]}
///   id: ignore
/// ```
public final class SchemaFile {
    private static final String COLUMNS = "columns";
    private static final List<String> KEYS = List.of("type", "pattern", "missing", "size");

    private final PlainYaml yaml;

    private SchemaFile(PlainYaml yaml) {
        this.yaml = yaml;
    }

    /// Reads a file.
    ///
    /// @throws WitanException INVALID_CONFIGURATION naming file, line, field, rule and value
    public static TableSchema read(Path file) {
        return new SchemaFile(PlainYaml.read(file)).schema();
    }

    private TableSchema schema() {
        Map<String, Object> tree = yaml.tree();
        for (String key : tree.keySet()) {
            if (!key.equals(COLUMNS)) {
                throw yaml.refusal(key, "must be 'columns', which is all that a schema has: '%s'".formatted(key));
            }
        }
        if (!(tree.get(COLUMNS) instanceof Map<?, ?> columns)) {
            throw yaml.refusal(COLUMNS, "must map each column to its type");
        }
        Map<String, ColumnRule> rules = new LinkedHashMap<>();
        columns.forEach((name, value) -> rules.put(name.toString(), rule(COLUMNS + "." + name, value)));
        return TableSchema.said(rules);
    }

    private ColumnRule rule(String field, Object value) {
        if (!(value instanceof Map<?, ?> parts)) {
            return ColumnRule.of(kind(field, value));
        }
        for (Object key : parts.keySet()) {
            if (!KEYS.contains(key.toString())) {
                throw yaml.refusal(
                        field + "." + key,
                        "must be one of %s%s".formatted(KEYS, Suggestion.hint(key.toString(), KEYS)));
            }
        }
        ColumnKind kind = parts.containsKey("type") ? kind(field + ".type", parts.get("type")) : ColumnKind.INFERRED;
        return new ColumnRule(kind, form(field, parts), missing(field, parts), text(parts, "size"));
    }

    private ColumnKind kind(String field, Object word) {
        try {
            return ColumnKind.of(String.valueOf(word), "");
        } catch (WitanException e) {
            throw yaml.refusal(field, e.reason().replaceFirst("^: a column's type ", ""));
        }
    }

    private DateForm form(String field, Map<?, ?> parts) {
        try {
            return DateForm.of(text(parts, "pattern"));
        } catch (IllegalArgumentException e) {
            throw yaml.refusal(field + ".pattern", String.valueOf(e.getMessage()));
        }
    }

    private Set<String> missing(String field, Map<?, ?> parts) {
        Object listed = parts.get("missing");
        if (listed == null) {
            return Set.of();
        }
        if (!(listed instanceof List<?> list)) {
            throw yaml.refusal(field + ".missing", "must be a list of texts, such as [\"-\", unknown]");
        }
        Set<String> missing = new LinkedHashSet<>();
        list.forEach(spelling -> missing.add(spelling.toString()));
        return missing;
    }

    private static String text(Map<?, ?> parts, String key) {
        Object value = parts.get(key);
        return value == null ? "" : value.toString();
    }

    /// The columns of a table as they were read, to be changed and given back.
    public static String of(Table table) {
        StringBuilder text =
                new StringBuilder("# what each column is: number, category, text, date, image or ignore\n");
        text.append("columns:\n");
        for (TableColumn column : table.columns()) {
            ColumnFacts facts = column.facts();
            long missing = column.rows() - facts.present();
            text.append("  %s: %s  # %d different, %d missing, such as %s%n"
                    .formatted(
                            quoted(column.name()),
                            type(column),
                            facts.distinct(),
                            missing,
                            quoted(facts.first().length() > 40 ? facts.first().substring(0, 40) : facts.first())));
        }
        return text.toString();
    }

    private static String type(TableColumn column) {
        return switch (column) {
            case TableColumn.Numbers _ -> "number";
            case TableColumn.Dates dates
            when !dates.form().pattern().isEmpty() ->
                "{type: date, pattern: %s}".formatted(quoted(dates.form().pattern()));
            case TableColumn.Dates _ -> "date";
            case TableColumn.Texts texts when FreeText.isIn(texts) -> "text";
            case TableColumn.Texts _ -> "category";
            case TableColumn.Images _ -> "image";
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> {
                    boolean isPlain = c >= ' ' && (c < 0x7F || c > 0x9F) && c != 0x2028 && c != 0x2029 && c != 0xFEFF;
                    quoted.append(isPlain ? c : "\\u%04x".formatted((int) c));
                }
            }
        }
        return quoted.append('"').toString();
    }
}
