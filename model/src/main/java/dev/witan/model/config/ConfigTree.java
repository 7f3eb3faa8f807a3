// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.encode.TextGrams;
import dev.witan.kernels.Activation;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns records into the one tree that stands for them, in the order of the documentation. The way back is
/// [ConfigBinder].
///
/// The tree is frozen into releases and digested, so it must not change for a configuration that stays the same: a key
/// that a later version adds is written only where it differs from its default.
final class ConfigTree {
    private ConfigTree() {}

    static ObjectNode of(MixtureConfig config) {
        ObjectNode tree = object().put("apiVersion", MixtureConfig.API_VERSION).put("kind", MixtureConfig.KIND);
        tree.set("metadata", describe(object().put("name", config.name()), config.description()));
        tree.set("spec", spec(config.spec()));
        return tree;
    }

    private static ObjectNode spec(MixtureSpec spec) {
        ObjectNode tree = object();
        tree.set("signature", signature(spec.signature()));
        tree.set("encoder", encoder(spec.encoder()));
        tree.set("gate", gate(spec.gate()));
        ArrayNode experts = tree.putArray("experts");
        spec.experts().forEach(expert -> experts.add(expert(expert)));
        tree.set("routing", object().put("fanOut", spec.fanOut()));
        tree.set("combine", object().put("kind", "weightedSum"));
        tree.set("head", head(spec.head()));
        if (!spec.examples().isEmpty()) {
            ArrayNode examples = tree.putArray("examples");
            spec.examples().forEach(example -> examples.add(example(example)));
        }
        return tree;
    }

    private static ObjectNode signature(Signature signature) {
        ObjectNode tree = object();
        ArrayNode inputs = tree.putArray("inputs");
        for (InputColumn input : signature.inputs()) {
            inputs.add(object().put("name", input.name())
                    .put("datatype", input.datatype().name()));
        }
        return tree.put("target", signature.target());
    }

    private static ObjectNode encoder(EncoderConfig encoder) {
        ObjectNode tree = object().put("kind", "table");
        ArrayNode columns = tree.putArray("columns");
        switch (encoder) {
            case EncoderConfig.Table table -> table.columns().forEach(column -> columns.add(column(column)));
        }
        return tree;
    }

    private static ObjectNode column(EncodedColumn column) {
        ObjectNode tree = object().put("name", column.name());
        return switch (column) {
            case EncodedColumn.Numeric numeric -> tree.put("kind", "numeric").put("bins", numeric.bins());
            case EncodedColumn.Categorical categorical ->
                tree.put("kind", "categorical").put("dimensions", categorical.dimensions());
            case EncodedColumn.Text text -> text(tree.put("kind", "text"), text);
        };
    }

    private static ObjectNode text(ObjectNode tree, EncodedColumn.Text column) {
        TextGrams grams = column.grams();
        tree.put("buckets", grams.buckets()).put("dimensions", column.dimensions());
        tree.putArray("ngrams").add(grams.shortest()).add(grams.longest());
        return tree.put("characters", grams.charactersMax());
    }

    private static ObjectNode example(ExampleConfig example) {
        ObjectNode tree = object().put("title", example.title());
        ObjectNode values = tree.putObject("record");
        example.record().forEach((name, value) -> values.set(name, value(value)));
        return tree;
    }

    /// As a JSON parser would read it, so that trees can be compared.
    private static JsonNode value(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Boolean it -> nodes.booleanNode(it);
            case Long it when it == it.intValue() -> nodes.numberNode(it.intValue());
            case Long it -> nodes.numberNode(it.longValue());
            case Double it -> nodes.numberNode(it.doubleValue());
            default -> nodes.stringNode(value.toString());
        };
    }

    private static ObjectNode gate(GateConfig gate) {
        return switch (gate) {
            case GateConfig.Linear _ -> object().put("kind", "linear");
            case GateConfig.Mlp mlp -> layers(object().put("kind", "mlp"), mlp.hidden(), mlp.activation());
        };
    }

    private static ObjectNode expert(ExpertConfig expert) {
        return switch (expert) {
            case ExpertConfig.Ffn ffn ->
                describe(
                        layers(object().put("id", ffn.id()).put("kind", "ffn"), ffn.hidden(), ffn.activation()),
                        ffn.description());
        };
    }

    private static ObjectNode head(HeadConfig head) {
        return switch (head) {
            case HeadConfig.Binary binary -> classes("binary", binary.classes());
            case HeadConfig.MultiClass multiClass ->
                titles(classes("multiClass", multiClass.classes()), multiClass.titles());
            case HeadConfig.Regression _ -> object().put("kind", "regression");
        };
    }

    private static ObjectNode classes(String kind, List<String> classes) {
        ObjectNode tree = object().put("kind", kind);
        classes.forEach(tree.putArray("classes")::add);
        return tree;
    }

    private static ObjectNode titles(ObjectNode tree, List<String> titles) {
        if (!titles.isEmpty()) {
            titles.forEach(tree.putArray("titles")::add);
        }
        return tree;
    }

    private static ObjectNode layers(ObjectNode tree, List<Integer> hidden, Activation activation) {
        hidden.forEach(tree.putArray("hidden")::add);
        return tree.put("activation", activation.name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode describe(ObjectNode tree, String description) {
        return description.isEmpty() ? tree : tree.put("description", description);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
