// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Turns a tree that the schema has accepted into records. The way back is [ConfigTree].
final class ConfigBinder {
    private ConfigBinder() {}

    static String name(JsonNode tree) {
        return tree.at("/metadata/name").stringValue();
    }

    static String description(JsonNode tree) {
        return tree.at("/metadata/description").stringValue("");
    }

    static MixtureSpec spec(JsonNode tree) {
        JsonNode spec = tree.get("spec");
        return new MixtureSpec(
                signature(spec.get("signature")),
                new EncoderConfig.Table(each(spec.get("encoder").get("columns"), ConfigBinder::column)),
                gate(spec.get("gate")),
                each(spec.get("experts"), ConfigBinder::expert),
                spec.get("routing").get("fanOut").asInt(),
                CombineConfig.WEIGHTED_SUM,
                head(spec.get("head")));
    }

    private static Signature signature(JsonNode signature) {
        return new Signature(
                each(
                        signature.get("inputs"),
                        input -> new InputColumn(text(input, "name"), Datatype.valueOf(text(input, "datatype")))),
                text(signature, "target"));
    }

    private static EncodedColumn column(JsonNode column) {
        String name = text(column, "name");
        return text(column, "kind").equals("numeric")
                ? new EncodedColumn.Numeric(name, column.get("bins").asInt())
                : new EncodedColumn.Categorical(name, column.get("dimensions").asInt());
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
            case "binary" -> new HeadConfig.Binary(each(head.get("classes"), JsonNode::stringValue));
            case "multiClass" -> new HeadConfig.MultiClass(each(head.get("classes"), JsonNode::stringValue));
            default -> new HeadConfig.Regression();
        };
    }

    private static List<Integer> hidden(JsonNode owner) {
        return each(owner.get("hidden"), JsonNode::asInt);
    }

    private static Activation activation(JsonNode owner) {
        return Activation.valueOf(text(owner, "activation").toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode owner, String key) {
        return owner.get(key).stringValue();
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> bind) {
        return StreamSupport.stream(list.spliterator(), false).map(bind).toList();
    }
}
