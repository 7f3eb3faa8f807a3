// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// A node of a configuration's tree and where it stands. What is missing or of the wrong type becomes empty text, zero
/// or an empty list where no default is given: the records refuse it, or give another tree on the way back.
record FieldReader(JsonNode node, String field) {
    FieldReader child(String key) {
        return new FieldReader(node.path(key), YamlDocument.child(field, key));
    }

    boolean has(String key) {
        return node.has(key);
    }

    String text(String key) {
        return text(key, "");
    }

    String text(String key, String fallback) {
        return node.path(key).stringValue(fallback);
    }

    int number(String key) {
        return number(key, 0);
    }

    int number(String key, int fallback) {
        return node.path(key).asInt(fallback);
    }

    long longNumber(String key, long fallback) {
        return node.path(key).asLong(fallback);
    }

    double real(String key, double fallback) {
        return node.path(key).asDouble(fallback);
    }

    boolean flag(String key, boolean fallback) {
        return node.path(key).asBoolean(fallback);
    }

    Duration duration(String key, Duration fallback) {
        return node.has(key) ? child(key).locate(() -> DurationText.parse(text(key))) : fallback;
    }

    long size(String key, long fallback) {
        return node.has(key) ? child(key).locate(() -> SizeText.parse(text(key))) : fallback;
    }

    <E extends Enum<E>> E word(String key, Class<E> type) {
        return child(key).locate(() -> Words.parse(type, text(key)));
    }

    <E extends Enum<E>> E word(String key, Class<E> type, E fallback) {
        return node.has(key) ? word(key, type) : fallback;
    }

    List<String> texts(String key) {
        return each(key, element -> element.node.stringValue(""));
    }

    List<Integer> numbers(String key) {
        return each(key, element -> element.node.asInt(0));
    }

    List<Double> reals(String key) {
        return each(key, element -> element.node.asDouble(0));
    }

    Map<String, Double> realsByName(String key) {
        Map<String, Double> values = new LinkedHashMap<>();
        node.path(key).forEachEntry((name, value) -> values.put(name, value.asDouble(0)));
        return values;
    }

    <T> List<T> each(String key, Function<FieldReader, T> bind) {
        JsonNode list = node.path(key);
        List<T> bound = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String element = YamlDocument.element(YamlDocument.child(field, key), i);
            FieldReader reader = new FieldReader(list.path(i), element);
            bound.add(reader.locate(() -> bind.apply(reader)));
        }
        return List.copyOf(bound);
    }

    /// The part that the binding makes of the child, or that default where there is no child.
    <T> T part(String key, T fallback, Function<FieldReader, T> bind) {
        FieldReader child = child(key);
        return node.has(key) ? child.locate(() -> bind.apply(child)) : fallback;
    }

    /// What the supplier makes; a refusal without a place is given this one.
    <T> T locate(Supplier<T> making) {
        try {
            return making.get();
        } catch (BrokenField e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new BrokenField(field, e);
        }
    }
}
