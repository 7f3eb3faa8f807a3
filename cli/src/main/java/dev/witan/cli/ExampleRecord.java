// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A typical record of a mixture, for the commands that it prints to try: the mean of every number, the first known
/// value of every category.
record ExampleRecord(Map<String, Object> values) {
    private static final String TEXT = "Wo ist der Bahnhof?";
    private static final JsonMapper JSON = new JsonMapper();

    static ExampleRecord of(TableEncoder encoder) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ColumnEncoder column : encoder.encoders()) {
            switch (column) {
                case NumericEncoder numeric -> values.put(numeric.spec().name(), typical(numeric));
                case CategoricalEncoder categorical ->
                    categorical.vocabulary().stream()
                            .findFirst()
                            .ifPresent(value -> values.put(categorical.spec().name(), value));
                case TextEncoder text -> values.put(text.spec().name(), TEXT);
            }
        }
        return new ExampleRecord(values);
    }

    private static Object typical(NumericEncoder column) {
        boolean isWhole = Arrays.stream(column.edges()).allMatch(edge -> edge == Math.rint(edge));
        if (isWhole) {
            return Math.round(column.mean());
        }
        return Math.round(column.mean() * 100) / 100.0;
    }

    /// `{"age":39,"workclass":"Private"}`, as `witan infer` takes it.
    String json() {
        return JSON.writeValueAsString(values);
    }

    /// The body of an Open Inference Protocol request with this one row.
    String requestJson() {
        return RequestJson.write(Records.parse(json()), false);
    }
}
