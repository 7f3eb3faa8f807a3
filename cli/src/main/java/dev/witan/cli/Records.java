// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what a person gives as input, `{"age": 39, …}` or a list of such records, as a request. A key that a record
/// leaves out, and a `null`, are missing values.
final class Records {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Records() {}

    /// Reads one row or several.
    ///
    /// @param input JSON itself, `@file`, or `-` for standard input; a mixture that reads nothing but a text takes
    ///     it as it is, too
    /// @param metadata what the mixture says about itself
    static InferenceRequest read(String input, JsonNode metadata) {
        JsonNode only = metadata.path("inputs").path(0);
        if (metadata.path("inputs").size() == 1 && PictureRecords.isPicture(only) && input.startsWith("@")) {
            return PictureRecords.request(only.path("name").asString(), input);
        }
        String content = content(input);
        boolean isJson =
                content.stripLeading().startsWith("{") || content.stripLeading().startsWith("[");
        JsonNode inputs = metadata.path("inputs");
        boolean takesText = inputs.size() == 1
                && inputs.path(0).path("datatype").asString("").equals("BYTES");
        if (takesText && !isJson) {
            return text(inputs.path(0).path("name").asString(), content);
        }
        return PictureRecords.withPictures(parse(content), inputs);
    }

    private static InferenceRequest text(String column, String content) {
        return new InferenceRequest(List.of(new Column.Texts(column, new String[] {content.strip()})));
    }

    private static String content(String input) {
        try {
            if (input.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            return input.startsWith("@") ? Files.readString(Path.of(input.substring(1))) : input;
        } catch (NoSuchFileException e) {
            throw WitanException.invalidInput("the input cannot be read, there is no such file: " + e.getMessage());
        } catch (IOException e) {
            throw WitanException.invalidInput("the input cannot be read: " + e);
        }
    }

    static InferenceRequest parse(String json) {
        List<JsonNode> records = records(json);
        Set<String> names = new LinkedHashSet<>();
        records.forEach(record -> names.addAll(record.propertyNames()));
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            boolean isVector = records.getFirst().path(name).isArray();
            columns.add(isVector ? VectorRecords.column(name, records) : column(name, records));
        }
        return new InferenceRequest(columns);
    }

    private static List<JsonNode> records(String json) {
        JsonNode root = tree(json);
        List<JsonNode> records = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(records::add);
        } else {
            records.add(root);
        }
        for (JsonNode record : records) {
            if (!record.isObject()) {
                throw WitanException.invalidInput(
                        "the input must be a JSON object like {\"age\": 39}, or a list of them: it holds " + record);
            }
        }
        return records;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw WitanException.invalidInput(
                    "the input must be valid JSON: %s; like '{\"age\": 39}'".formatted(said(e)));
        }
    }

    /// What the parser says, without where in its memory it was.
    private static String said(JacksonException e) {
        return e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
    }

    private static Column column(String name, List<JsonNode> records) {
        boolean isNumeric = true;
        @Nullable String[] texts = new String[records.size()];
        double[] numbers = new double[records.size()];
        for (int row = 0; row < records.size(); row++) {
            JsonNode value = records.get(row).path(name);
            if (value.isContainer()) {
                throw WitanException.invalidInput(
                        "column '%s' must hold one value: row %d is %s".formatted(name, row, value));
            }
            if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
                throw WitanException.invalidInput(
                        "column '%s' must hold finite numbers: row %d is %s".formatted(name, row, value));
            }
            boolean isMissing = value.isNull() || value.isMissingNode();
            isNumeric &= isMissing || value.isNumber();
            numbers[row] = value.isNumber() ? value.doubleValue() : Double.NaN;
            texts[row] = isMissing ? null : value.asString();
        }
        return isNumeric ? new Column.Numbers(name, numbers) : new Column.Texts(name, texts);
    }
}
