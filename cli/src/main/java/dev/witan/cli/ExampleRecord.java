// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.model.config.ExampleConfig;
import dev.witan.model.load.LoadedMixture;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A record of a mixture, for the commands that it prints to try: the first of its own examples, else a typical one,
/// with the mean of every number and the first known value of every category.
record ExampleRecord(Map<String, Object> values) {
    private static final String TEXT = "any text";
    private static final String PICTURE = "@picture.png";
    private static final JsonMapper JSON = new JsonMapper();

    static ExampleRecord of(LoadedMixture loaded) {
        List<ExampleConfig> examples = loaded.configuration().spec().examples();
        if (!examples.isEmpty()) {
            return new ExampleRecord(examples.getFirst().record());
        }
        return switch (loaded.mixture().encoder()) {
            case TableEncoder table -> typical(table);
            case Encoder _ -> new ExampleRecord(Map.of());
        };
    }

    private static ExampleRecord typical(TableEncoder encoder) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ColumnEncoder column : encoder.encoders()) {
            switch (column) {
                case NumericEncoder numeric -> values.put(numeric.spec().name(), typical(numeric));
                case DateEncoder date ->
                    values.put(
                            date.spec().name(),
                            LocalDate.ofEpochDay(Math.round(date.days().mean())).toString());
                case CategoricalEncoder categorical ->
                    categorical.vocabulary().stream()
                            .findFirst()
                            .ifPresent(value -> values.put(categorical.spec().name(), value));
                case TextEncoder text -> values.put(text.spec().name(), TEXT);
                case ImageEncoder image -> values.put(image.spec().name(), PICTURE);
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

    /// What `witan infer` takes: the text alone if there is nothing else.
    String input() {
        boolean isText = values.size() == 1 && values.values().iterator().next() instanceof String;
        return isText ? values.values().iterator().next().toString() : json();
    }

    /// The body of an Open Inference Protocol request with this one row.
    String requestJson() {
        return RequestJson.write(Records.parse(json()), false);
    }
}
