// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// What differs between two configurations, key by key: `~ routing.fanOut: 2 -> 3`, `+ experts.b.kind: onnx`, `-
/// experts.c.kind: ffn`. Keys that are as they are by default are not there. Experts, columns and inputs are named
/// by their names and not by their places.
public final class ConfigChanges {
    private final Map<String, String> values = new LinkedHashMap<>();

    private ConfigChanges() {}

    /// The differences, a line each; none where the configurations are equal.
    public static List<String> between(MixtureConfig before, MixtureConfig after) {
        Map<String, String> old = flatten(before);
        Map<String, String> current = flatten(after);
        Set<String> keys = new LinkedHashSet<>(current.keySet());
        keys.addAll(old.keySet());
        List<String> changes = new ArrayList<>();
        for (String key : keys) {
            String was = old.get(key);
            String is = current.get(key);
            if (was == null) {
                changes.add("+ %s: %s".formatted(key, is));
            } else if (is == null) {
                changes.add("- %s: %s".formatted(key, was));
            } else if (!was.equals(is)) {
                changes.add("~ %s: %s -> %s".formatted(key, was, is));
            }
        }
        return List.copyOf(changes);
    }

    private static Map<String, String> flatten(MixtureConfig config) {
        ConfigChanges changes = new ConfigChanges();
        changes.put("name", config.name());
        changes.put("description", config.description());
        changes.add("", ConfigTree.spec(config.spec()));
        changes.put(
                "experts",
                config.spec().experts().stream().map(ExpertConfig::id).toList().toString());
        return changes.values;
    }

    private void put(String key, String value) {
        values.put(key, value.isEmpty() ? "\"\"" : value);
    }

    private void add(String field, JsonNode node) {
        if (node.isObject()) {
            node.forEachEntry((key, value) -> add(YamlDocument.child(field, key), value));
        } else if (isListOfMappings(node)) {
            for (JsonNode element : node) {
                add(YamlDocument.child(field, nameOf(element)), element);
            }
        } else {
            put(field, node.isString() ? node.stringValue() : node.toString());
        }
    }

    private static boolean isListOfMappings(JsonNode node) {
        return node.isArray()
                && !node.isEmpty()
                && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isObject);
    }

    private static String nameOf(JsonNode element) {
        for (String key : List.of("id", "name", "title")) {
            if (element.has(key)) {
                return element.path(key).stringValue("");
            }
        }
        return "";
    }
}
