// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads the vectors of records: `{"x": [0.5, 1]}`, or tokens as a list of such, `{"x": [[0.5, 1], [2, 3]]}`.
final class VectorRecords {
    private VectorRecords() {}

    static Column column(String name, List<JsonNode> records) {
        JsonNode first = records.getFirst().path(name);
        int tokens = first.path(0).isArray() ? first.size() : Column.Vectors.NO_TOKENS;
        int dimensions = tokens == Column.Vectors.NO_TOKENS
                ? first.size()
                : first.path(0).size();
        if (dimensions == 0) {
            throw WitanException.invalidInput(
                    "column '%s' must hold vectors of at least one number: row 0 is %s".formatted(name, first));
        }
        float[] values = new float[Math.multiplyExact(records.size() * Math.max(1, tokens), dimensions)];
        int at = 0;
        for (int row = 0; row < records.size(); row++) {
            JsonNode record = records.get(row).path(name);
            if (tokens == Column.Vectors.NO_TOKENS) {
                at = add(name, row, record, dimensions, values, at);
                continue;
            }
            requireSize(name, row, record, tokens);
            for (JsonNode token : record) {
                at = add(name, row, token, dimensions, values, at);
            }
        }
        return tokens == Column.Vectors.NO_TOKENS
                ? Column.Vectors.ofRows(name, dimensions, values)
                : Column.Vectors.ofTokens(name, records.size(), tokens, dimensions, values);
    }

    private static int add(String name, int row, JsonNode vector, int dimensions, float[] values, int at) {
        requireSize(name, row, vector, dimensions);
        int next = at;
        for (JsonNode number : vector) {
            float value = number.isNumber() ? (float) number.doubleValue() : Float.NaN;
            if (!Float.isFinite(value)) {
                throw WitanException.invalidInput(
                        "column '%s' must hold finite numbers: row %d has %s".formatted(name, row, number));
            }
            values[next++] = value;
        }
        return next;
    }

    private static void requireSize(String name, int row, JsonNode list, int size) {
        if (!list.isArray() || list.size() != size) {
            throw WitanException.invalidInput(
                    "column '%s' must hold lists of %d, as in row 0: row %d is %s".formatted(name, size, row, list));
        }
    }
}
