// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.encode.TextGrams;
import dev.witan.kernels.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Turns a tree into records. What is missing or of the wrong type becomes empty text, zero or an empty list, which the
/// records refuse or which gives another tree on the way back, by [ConfigTree]: whoever has not asked the schema
/// compares the two.
final class ConfigBinder {
    private ConfigBinder() {}

    static String name(JsonNode tree) {
        return tree.at("/metadata/name").stringValue("");
    }

    static String description(JsonNode tree) {
        return tree.at("/metadata/description").stringValue("");
    }

    static MixtureSpec spec(JsonNode tree) {
        JsonNode spec = tree.path("spec");
        return new MixtureSpec(
                signature(spec.path("signature")),
                new EncoderConfig.Table(each(spec.at("/encoder/columns"), ConfigBinder::column)),
                gate(spec.path("gate")),
                each(spec.path("experts"), ConfigBinder::expert),
                spec.at("/routing/fanOut").asInt(0),
                CombineConfig.WEIGHTED_SUM,
                head(spec.path("head")),
                each(spec.path("examples"), ConfigBinder::example));
    }

    private static Signature signature(JsonNode signature) {
        return new Signature(
                each(
                        signature.path("inputs"),
                        input -> new InputColumn(text(input, "name"), Datatype.valueOf(text(input, "datatype")))),
                text(signature, "target"));
    }

    private static EncodedColumn column(JsonNode column) {
        String name = text(column, "name");
        int dimensions = column.path("dimensions").asInt(0);
        return switch (text(column, "kind")) {
            case "numeric" ->
                new EncodedColumn.Numeric(name, column.path("bins").asInt(0));
            case "text" -> new EncodedColumn.Text(name, grams(column), dimensions);
            default -> new EncodedColumn.Categorical(name, dimensions);
        };
    }

    private static TextGrams grams(JsonNode column) {
        return new TextGrams(
                column.path("buckets").asInt(0),
                column.at("/ngrams/0").asInt(0),
                column.at("/ngrams/1").asInt(0),
                column.path("characters").asInt(0));
    }

    private static ExampleConfig example(JsonNode example) {
        Map<String, Object> record = new LinkedHashMap<>();
        example.path("record").forEachEntry((name, value) -> record.put(name, value(value)));
        return new ExampleConfig(text(example, "title"), record);
    }

    private static Object value(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.stringValue("");
    }

    private static GateConfig gate(JsonNode gate) {
        return text(gate, "kind").equals("linear")
                ? new GateConfig.Linear()
                : new GateConfig.Mlp(hidden(gate), activation(gate));
    }

    private static ExpertConfig expert(JsonNode expert) {
        String description = expert.path("description").stringValue("");
        return new ExpertConfig.Ffn(text(expert, "id"), description, hidden(expert), activation(expert));
    }

    private static HeadConfig head(JsonNode head) {
        return switch (text(head, "kind")) {
            case "binary" -> new HeadConfig.Binary(each(head.path("classes"), name -> name.stringValue("")));
            case "multiClass" ->
                new HeadConfig.MultiClass(
                        each(head.path("classes"), name -> name.stringValue("")),
                        each(head.path("titles"), title -> title.stringValue("")));
            default -> new HeadConfig.Regression();
        };
    }

    private static List<Integer> hidden(JsonNode owner) {
        return each(owner.path("hidden"), width -> width.asInt(0));
    }

    private static Activation activation(JsonNode owner) {
        return Activation.valueOf(text(owner, "activation").toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode owner, String key) {
        return owner.path(key).stringValue("");
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> bind) {
        return StreamSupport.stream(list.spliterator(), false).map(bind).toList();
    }
}
