// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How an example is written.
final class ExampleForm {
    private ExampleForm() {}

    static ExampleConfig read(FieldReader example) {
        Map<String, Object> record = new LinkedHashMap<>();
        example.node().path("record").forEachEntry((name, value) -> record.put(name, value(value)));
        return new ExampleConfig(example.text("title"), record);
    }

    static ObjectNode write(ExampleConfig example) {
        FieldWriter record = new FieldWriter();
        example.record().forEach((name, value) -> record.put(name, value(value)));
        return new FieldWriter()
                .put("title", example.title())
                .put("record", record.tree())
                .tree();
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
}
