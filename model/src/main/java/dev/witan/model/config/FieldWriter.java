// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes one mapping of a configuration's tree, key by key, leaving out what is as it is by default.
final class FieldWriter {
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

    FieldWriter put(String key, String value) {
        tree.put(key, value);
        return this;
    }

    FieldWriter put(String key, boolean value) {
        tree.put(key, value);
        return this;
    }

    FieldWriter put(String key, int value) {
        tree.put(key, value);
        return this;
    }

    FieldWriter put(String key, double value) {
        tree.put(key, value);
        return this;
    }

    FieldWriter put(String key, JsonNode value) {
        tree.set(key, value);
        return this;
    }

    FieldWriter texts(String key, Collection<String> values) {
        ArrayNode list = tree.putArray(key);
        values.forEach(list::add);
        return this;
    }

    FieldWriter numbers(String key, Collection<Integer> values) {
        ArrayNode list = tree.putArray(key);
        values.forEach(list::add);
        return this;
    }

    FieldWriter reals(String key, Collection<Double> values) {
        ArrayNode list = tree.putArray(key);
        values.forEach(list::add);
        return this;
    }

    FieldWriter reals(String key, Map<String, Double> values) {
        ObjectNode mapping = tree.putObject(key);
        values.forEach(mapping::put);
        return this;
    }

    /// The part, unless it is what holds where nothing is said.
    <T> FieldWriter unless(T usual, T value, Part<T> part) {
        if (!value.equals(usual)) {
            part.write(this, value);
        }
        return this;
    }

    ObjectNode tree() {
        return tree;
    }

    /// How a value is written.
    @FunctionalInterface
    interface Part<T> {
        void write(FieldWriter writer, T value);
    }
}
