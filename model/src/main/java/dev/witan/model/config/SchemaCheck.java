// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.model.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks a document against the shipped JSON Schema and says each breach in the words of a person who edits YAML.
final class SchemaCheck {
    private static final String RESOURCE = "/dev/witan/model/mixture.schema.json";

    private final JsonNode source;
    private final Schema schema;

    SchemaCheck() {
        this.source = load();
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(source);
    }

    /// Every breach, in the order of the schema.
    List<Problem> problems(YamlDocument document) {
        return schema.validate(document.tree()).stream()
                .map(error -> problem(document, error))
                .toList();
    }

    private Problem problem(YamlDocument document, Error error) {
        String field = field(error.getInstanceLocation());
        JsonNode value = Objects.requireNonNull(error.getInstanceNode(), "a breach has a value");
        JsonNode rule = Objects.requireNonNull(error.getSchemaNode(), "a breach has a rule");
        return switch (error.getKeyword()) {
            case "required" -> document.problem(field, "must have '" + error.getProperty() + "'");
            case "additionalProperties" ->
                document.keyProblem(
                        YamlDocument.child(field, error.getProperty()), "must be a known key" + suggestion(error));
            case "type" -> document.problem(field, wrongType(error, rule, value));
            case "minProperties" -> document.problem(field, "must have at least " + rule + " values: " + value.size());
            case "const" -> document.problem(field, mustBe(rule.stringValue(), value));
            case "enum" ->
                document.problem(field, mustBe(title(error, "one of " + names(rule)), value) + suggestion(rule, value));
            case "pattern" ->
                document.problem(field, mustBe(title(error, "text that matches " + rule.stringValue()), value));
            case "minimum" -> document.problem(field, mustBe("at least " + rule, value));
            case "exclusiveMinimum" -> document.problem(field, mustBe("more than " + rule, value));
            case "exclusiveMaximum" -> document.problem(field, mustBe("less than " + rule, value));
            case "maximum" -> document.problem(field, mustBe("at most " + rule, value));
            case "minItems" -> document.problem(field, "must have at least " + rule + " elements: " + value.size());
            case "maxItems" -> document.problem(field, "must have at most " + rule + " elements: " + value.size());
            case "minLength" -> document.problem(field, "must have at least " + rule + " characters: " + show(value));
            case "maxLength" -> document.problem(field, "must have at most " + rule + " characters: " + show(value));
            default -> document.problem(field, error.getMessage() + ": " + show(value));
        };
    }

    private String wrongType(Error error, JsonNode rule, JsonNode value) {
        String title = title(error, "");
        return title.isEmpty() ? mustBe(types(rule), value) + quoteHint(rule, value) : mustBe(title, value);
    }

    /// What the broken rule's neighbour says that the value is.
    private String title(Error error, String otherwise) {
        return around(error).path("title").stringValue(otherwise);
    }

    private JsonNode around(Error error) {
        String location = error.getSchemaLocation().getFragment().toString();
        return source.at(location.substring(0, location.lastIndexOf('/')));
    }

    private String suggestion(Error error) {
        Collection<String> names = around(error).path("properties").propertyNames();
        String near = Suggestion.hint(error.getProperty(), names);
        return near.isEmpty() ? "; known here are " + String.join(", ", names) : near;
    }

    private static String suggestion(JsonNode rule, JsonNode value) {
        return value.isString() ? Suggestion.hint(value.stringValue(), list(rule)) : "";
    }

    private static String mustBe(String what, JsonNode value) {
        return "must be " + what + ": " + show(value);
    }

    private static String quoteHint(JsonNode type, JsonNode value) {
        boolean quotable =
                type.isString() && type.stringValue().equals("string") && value.isValueNode() && !value.isNull();
        return quotable ? " (put it in quotes to make it text)" : "";
    }

    private static String types(JsonNode rule) {
        return rule.isArray()
                ? list(rule).stream().map(SchemaCheck::type).collect(Collectors.joining(" or "))
                : type(rule.stringValue());
    }

    private static String type(String type) {
        return switch (type) {
            case "object" -> "a mapping";
            case "array" -> "a list";
            case "string" -> "text";
            case "integer" -> "a whole number";
            default -> "a " + type;
        };
    }

    private static String show(JsonNode value) {
        if (value.isNull() || (value.isString() && value.stringValue().isEmpty())) {
            return "nothing";
        }
        if (value.isContainer()) {
            return value.isArray() ? "a list" : "a mapping";
        }
        return Excerpt.of(value.asString());
    }

    private static String names(JsonNode list) {
        return String.join(", ", list(list));
    }

    private static List<String> list(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }

    private static String field(NodePath path) {
        String field = "";
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            field = element instanceof Integer index
                    ? YamlDocument.element(field, index)
                    : YamlDocument.child(field, element.toString());
        }
        return field;
    }

    private static JsonNode load() {
        try (InputStream stream = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
            return new JsonMapper().readTree(Objects.requireNonNull(stream, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
