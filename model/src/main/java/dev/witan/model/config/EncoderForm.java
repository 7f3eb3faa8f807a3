// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.encode.TextGrams;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How an encoder is written.
final class EncoderForm {
    private EncoderForm() {}

    static EncoderConfig read(FieldReader encoder) {
        return encoder.text("kind").equals("vector")
                ? new EncoderConfig.Vector(
                        encoder.text("name"), encoder.number("dimensions"), encoder.flag("tokens", false))
                : new EncoderConfig.Table(encoder.each("columns", EncoderForm::column));
    }

    static ObjectNode write(EncoderConfig encoder) {
        return switch (encoder) {
            case EncoderConfig.Table(var columns) ->
                new FieldWriter()
                        .put("kind", "table")
                        .put("columns", columns(columns))
                        .tree();
            case EncoderConfig.Vector(var name, int dimensions, boolean tokens) ->
                new FieldWriter()
                        .put("kind", "vector")
                        .put("name", name)
                        .put("dimensions", dimensions)
                        .unless(false, tokens, (to, flag) -> to.put("tokens", flag))
                        .tree();
        };
    }

    private static ArrayNode columns(List<EncodedColumn> columns) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        columns.forEach(column -> list.add(column(column)));
        return list;
    }

    private static EncodedColumn column(FieldReader column) {
        String name = column.text("name");
        int dimensions = column.number("dimensions");
        return switch (column.text("kind")) {
            case "numeric" -> new EncodedColumn.Numeric(name, column.number("bins"));
            case "date" ->
                new EncodedColumn.Date(
                        name, column.number("bins"), column.flag("hours", false), column.text("pattern"));
            case "text" -> new EncodedColumn.Text(name, grams(column), dimensions);
            case "image" ->
                new EncodedColumn.Image(
                        name,
                        column.number("width"),
                        column.number("height"),
                        column.word("colour", EncodedColumn.Colour.class));
            default -> new EncodedColumn.Categorical(name, dimensions);
        };
    }

    private static TextGrams grams(FieldReader column) {
        return new TextGrams(
                column.number("buckets"),
                column.node().at("/ngrams/0").asInt(0),
                column.node().at("/ngrams/1").asInt(0),
                column.number("characters"));
    }

    private static ObjectNode column(EncodedColumn column) {
        FieldWriter tree = new FieldWriter().put("name", column.name());
        FieldWriter written = switch (column) {
            case EncodedColumn.Numeric numeric -> tree.put("kind", "numeric").put("bins", numeric.bins());
            case EncodedColumn.Date(var _, int bins, boolean hours, var pattern) ->
                tree.put("kind", "date")
                        .put("bins", bins)
                        .unless(false, hours, (to, flag) -> to.put("hours", flag))
                        .unless("", pattern, (to, text) -> to.put("pattern", text));
            case EncodedColumn.Categorical categorical ->
                tree.put("kind", "categorical").put("dimensions", categorical.dimensions());
            case EncodedColumn.Text(var _, var grams, int dimensions) ->
                tree.put("kind", "text")
                        .put("buckets", grams.buckets())
                        .put("dimensions", dimensions)
                        .numbers("ngrams", List.of(grams.shortest(), grams.longest()))
                        .put("characters", grams.charactersMax());
            case EncodedColumn.Image(var _, int width, int height, var colour) ->
                tree.put("kind", "image")
                        .put("width", width)
                        .put("height", height)
                        .put("colour", Words.of(colour));
        };
        return written.tree();
    }
}
