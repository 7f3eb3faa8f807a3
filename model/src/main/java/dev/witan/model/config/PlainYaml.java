// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A YAML file of mappings, lists and scalars that is no mixture's configuration. It knows where each field stands, so
/// that a refusal can say so.
public final class PlainYaml {
    private final YamlDocument document;

    private PlainYaml(YamlDocument document) {
        this.document = document;
    }

    /// Reads a file.
    ///
    /// @throws WitanException INVALID_CONFIGURATION naming file, line, column and rule
    public static PlainYaml read(Path file) {
        List<Problem> problems = new ArrayList<>();
        try {
            YamlDocument document = YamlReader.read(file.toString(), Files.readAllBytes(file), problems);
            Problem.refuseErrors(problems);
            return new PlainYaml(document);
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION, "%s: the file cannot be read: %s".formatted(file, e), e);
        }
    }

    /// What the file holds: mappings, lists, texts, numbers, truth values, and an empty text where there is nothing.
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        document.tree().forEachEntry((name, node) -> tree.put(name, value(node)));
        return tree;
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> mapping = new LinkedHashMap<>();
            node.forEachEntry((name, child) -> mapping.put(name, value(child)));
            return mapping;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(child -> list.add(value(child)));
            return list;
        }
        if (node.isNull()) {
            return "";
        }
        return node.isNumber() ? node.numberValue() : node.isBoolean() ? node.booleanValue() : node.stringValue();
    }

    /// A refusal of what a field holds.
    ///
    /// @param field as it is said: `columns.age.type`
    public WitanException refusal(String field, String rule) {
        return new WitanException(
                ErrorCode.INVALID_CONFIGURATION, document.problem(field, rule).toString());
    }
}
