// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.ErrorCode;
import dev.witan.model.problem.Problem;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A YAML file as a tree, and where each of its fields stands. A field is written as a person says it:
/// `spec.experts[2].id`.
record YamlDocument(String file, JsonNode tree, Map<String, Position> keys, Map<String, Position> values) {
    private static final Position START = new Position(1, 1);

    /// A problem with a field's value.
    Problem problem(String field, String rule) {
        return problem(valuePosition(field), field, rule);
    }

    /// A problem with the field's being there at all.
    Problem keyProblem(String field, String rule) {
        return problem(keys.getOrDefault(field, valuePosition(field)), field, rule);
    }

    /// The field of a list's element.
    static String element(String field, int index) {
        return field + "[" + index + "]";
    }

    /// The field of a mapping's key.
    static String child(String field, String key) {
        return field.isEmpty() ? key : field + "." + key;
    }

    private Position valuePosition(String field) {
        return values.getOrDefault(field, START);
    }

    private Problem problem(Position at, String field, String rule) {
        return new Problem(
                Problem.Severity.ERROR, ErrorCode.INVALID_CONFIGURATION, file, at.line(), at.column(), field, rule);
    }
}
