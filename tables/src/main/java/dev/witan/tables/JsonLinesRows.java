// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Lines of a file of JSON lines. A line that is no object of plain values, or that has columns which the first line
/// does not have and somebody wants, is a bad row.
final class JsonLinesRows implements RawRows {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// So many columns are enough to be told of.
    private static final int UNREAD_MAX = 20;

    private final List<Field> fields;
    private final Selection selection;
    private final long first;
    private final long[] lines;
    private final List<byte[]> texts;
    private final Set<String> unread;

    /// @param fields those of the first line
    /// @param first the number of the first row
    /// @param lines where each row stands
    /// @param unread takes columns that the first line does not have; any thread may add to it
    JsonLinesRows(
            List<Field> fields, Selection selection, long first, long[] lines, List<byte[]> texts, Set<String> unread) {
        this.fields = fields;
        this.selection = selection;
        this.first = first;
        this.lines = lines;
        this.texts = texts;
        this.unread = unread;
    }

    /// The columns of a line.
    static List<Field> fields(String file, long line, byte[] text, Selection selection) {
        List<Field> fields = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw WitanException.invalidInput("%s line %d: every line must be a JSON object".formatted(file, line));
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                fields.add(new Field(name, selection.type(name)));
                json.nextToken();
                json.skipChildren();
            }
        } catch (JacksonException e) {
            throw WitanException.invalidInput("%s line %d: must be valid JSON: %s".formatted(file, line, message(e)));
        }
        return List.copyOf(fields);
    }

    /// Without what only a programmer could do about it.
    private static String message(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int advice = message.indexOf(": enable `");
        return advice < 0 ? message : message.substring(0, advice);
    }

    @Override
    public int rows() {
        return texts.size();
    }

    @Override
    public Frame decode() {
        Columns columns = new Columns(
                fields.stream().filter(field -> selection.wants(field.name())).toList(), texts.size());
        List<BadRow> bad = new ArrayList<>();
        long[] numbers = new long[texts.size()];
        long[] starts = new long[texts.size()];
        int rows = 0;
        for (int i = 0; i < texts.size(); i++) {
            try {
                read(texts.get(i), columns, rows);
                numbers[rows] = first + i;
                starts[rows] = lines[i];
                rows++;
            } catch (JacksonException e) {
                columns.clear(rows);
                bad.add(new BadRow(first + i, lines[i], "", "must be valid JSON: " + message(e)));
            } catch (Refused e) {
                columns.clear(rows);
                bad.add(new BadRow(first + i, lines[i], e.column, e.reason()));
            }
        }
        return new Frame(
                columns.fields,
                columns.cells(rows),
                new Places(Arrays.copyOf(numbers, rows), Arrays.copyOf(starts, rows)),
                bad);
    }

    private void read(byte[] text, Columns columns, int row) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Refused("", "every line must be a JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                Integer column = columns.indexes.get(name);
                if (column == null) {
                    requireUnwanted(name, columns);
                    passOver(name);
                    json.skipChildren();
                } else {
                    columns.set(column, row, json, token);
                }
            }
            if (json.nextToken() != null) {
                throw new Refused("", "a line must hold one JSON object: it holds more");
            }
        }
    }

    private void requireUnwanted(String name, Columns columns) {
        if (selection.wants(name)) {
            throw new Refused(
                    name,
                    "must be a column of the first line to be known%s"
                            .formatted(Suggestion.hint(name, columns.indexes.keySet())));
        }
    }

    private void passOver(String name) {
        if (unread.size() < UNREAD_MAX
                && !unread.contains(name)
                && fields.stream().noneMatch(it -> it.name().equals(name))) {
            unread.add(name);
        }
    }

    /// Why a line is a bad row.
    private static final class Refused extends WitanException {
        private static final long serialVersionUID = 1L;
        final String column;

        Refused(String column, String reason) {
            super(dev.witan.engine.error.ErrorCode.INVALID_INPUT, reason);
            this.column = column;
        }
    }

    /// The columns as they fill.
    private static final class Columns {
        final List<Field> fields;
        final Map<String, Integer> indexes = new HashMap<>();
        private final @Nullable String[][] texts;
        private final BitSet[] bare;
        private final float[][] @Nullable [] vectors;

        Columns(List<Field> fields, int rowsMax) {
            this.fields = fields;
            this.texts = new String[fields.size()][rowsMax];
            this.bare = new BitSet[fields.size()];
            this.vectors = new float[fields.size()][][];
            for (int i = 0; i < fields.size(); i++) {
                indexes.put(fields.get(i).name(), i);
                bare[i] = new BitSet();
                vectors[i] = new float[fields.get(i).type() == Field.Type.VECTOR ? rowsMax : 0][];
            }
        }

        void clear(int row) {
            for (int i = 0; i < fields.size(); i++) {
                texts[i][row] = null;
                bare[i].clear(row);
                if (vectors[i].length > 0) {
                    vectors[i][row] = null;
                }
            }
        }

        void set(int column, int row, JsonParser json, JsonToken token) {
            Field field = fields.get(column);
            if (field.type() == Field.Type.VECTOR) {
                vectors[column][row] = token == JsonToken.VALUE_NULL ? null : vector(field, json, token);
                return;
            }
            if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                throw new Refused(field.name(), "must be one value: it is a list or an object");
            }
            if (token != JsonToken.VALUE_NULL) {
                texts[column][row] = json.getString();
                bare[column].set(row, token != JsonToken.VALUE_STRING);
            }
        }

        private static float[] vector(Field field, JsonParser json, JsonToken token) {
            if (token != JsonToken.START_ARRAY) {
                throw new Refused(field.name(), "must be a list of numbers: it is " + Excerpt.of(json.getString()));
            }
            float[] values = new float[16];
            int count = 0;
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                float value = next.isNumeric() ? json.getFloatValue() : Float.NaN;
                if (!Float.isFinite(value)) {
                    throw new Refused(
                            field.name(), "must be a list of finite numbers: it has " + Excerpt.of(json.getString()));
                }
                values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
                values[count++] = value;
            }
            return Arrays.copyOf(values, count);
        }

        List<Cells> cells(int rows) {
            List<Cells> cells = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                cells.add(
                        fields.get(i).type() == Field.Type.VECTOR
                                ? new Cells.Vectors(Arrays.copyOf(vectors[i], rows))
                                : new Cells.Texts(Arrays.copyOf(texts[i], rows), bare[i]));
            }
            return cells;
        }
    }
}
