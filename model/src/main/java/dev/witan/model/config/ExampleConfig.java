// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.Excerpt;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A record to try the mixture with.
///
/// @param title what a person sees of it
/// @param record values by input, in the order in which they are shown: a String, a Long, a Double or a Boolean each
public record ExampleConfig(String title, Map<String, Object> record) {
    public ExampleConfig {
        int characters = title.codePointCount(0, title.length());
        ConfigLimits.requireBetween(
                "characters of an example's title", 1, ConfigLimits.TITLE_CHARACTERS_MAX, characters);
        ConfigLimits.requireUnicode("title of an example", title);
        ConfigLimits.requireBetween("values of example '" + title + "'", 1, ConfigLimits.INPUTS_MAX, record.size());
        Map<String, Object> copy = new LinkedHashMap<>();
        record.forEach((name, value) -> copy.put(name, plain(name, value)));
        record = Collections.unmodifiableMap(copy);
    }

    private static Object plain(String name, Object value) {
        return switch (value) {
            case Boolean it -> it;
            case Integer it -> (long) it;
            case Long it -> it;
            case BigInteger it when it.bitLength() < Long.SIZE -> it.longValue();
            case Double it when Double.isFinite(it) -> it;
            case String it -> {
                ConfigLimits.requireBetween(
                        "characters of example value '" + name + "'", 0, ConfigLimits.NAME_CHARACTERS_MAX, it.length());
                ConfigLimits.requireUnicode("example value '" + name + "'", it);
                yield it;
            }
            default ->
                throw new IllegalArgumentException("example value '%s' must be text, a number or a boolean: %s"
                        .formatted(Excerpt.of(name), Excerpt.of(value.toString())));
        };
    }
}
