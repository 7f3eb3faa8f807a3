// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.ErrorCode;
import dev.witan.model.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/// Reads the plain part of YAML: one document of mappings, lists and scalars, with every key once. Anchors, aliases and
/// tags are refused, so that a file says what it seems to say and cannot grow while it is read.
final class YamlReader {
    /// The longest file that is read.
    static final int BYTES_MAX = 2 * 1024 * 1024;

    /// How deep mappings and lists may nest.
    static final int DEPTH_MAX = 32;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(100)
                    .build())
            .disable(YAMLReadFeature.EMPTY_STRING_AS_NULL)
            .build();

    private final String file;
    private final YAMLParser yaml;
    private final List<Problem> problems;
    private final Map<String, Position> keys = new HashMap<>();
    private final Map<String, Position> values = new HashMap<>();

    private YamlReader(String file, YAMLParser yaml, List<Problem> problems) {
        this.file = file;
        this.yaml = yaml;
        this.problems = problems;
    }

    /// The document, which is worth a look only where no problem was added.
    static YamlDocument read(String file, byte[] bytes, List<Problem> problems) {
        String text = decode(file, bytes, problems);
        try (YAMLParser yaml = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
            return new YamlReader(file, yaml, problems).document(text);
        } catch (JacksonException e) {
            problems.add(broken(file, text, e));
        }
        return new YamlDocument(file, JsonNodeFactory.instance.objectNode(), Map.of(), Map.of());
    }

    private YamlDocument document(String text) {
        JsonNode tree = JsonNodeFactory.instance.objectNode();
        if (yaml.nextToken() == JsonToken.START_OBJECT) {
            tree = mapping("");
            if (yaml.nextToken() != null) {
                add("", "must hold one document: another begins here");
            }
        } else if (problems.isEmpty()) {
            String found = text.isBlank() ? "nothing" : String.valueOf(describeToken());
            add("", "must be a mapping that starts with apiVersion: " + found);
        }
        return new YamlDocument(file, tree, keys, values);
    }

    private ObjectNode mapping(String field) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        while (yaml.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = yaml.currentName();
            String child = YamlDocument.child(field, key);
            Position at = position();
            Position earlier = keys.putIfAbsent(child, at);
            if (earlier != null) {
                problems.add(problem(at, child, "must appear once: appears already on line " + earlier.line()));
            }
            yaml.nextToken();
            node.set(key, value(child));
        }
        return node;
    }

    private ArrayNode list(String field) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            node.add(value(YamlDocument.element(field, node.size())));
        }
        return node;
    }

    private JsonNode value(String field) {
        values.putIfAbsent(field, position());
        refuseAnchorsAndTags(field);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (yaml.currentToken()) {
            case START_OBJECT -> mapping(field);
            case START_ARRAY -> list(field);
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_INT -> nodes.numberNode(yaml.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(yaml.getDoubleValue());
            default -> nodes.stringNode(yaml.getString());
        };
    }

    private void refuseAnchorsAndTags(String field) {
        if (yaml.isCurrentAlias()) {
            add(field, "must not be an alias; write the value out: *" + yaml.getString());
        } else if (yaml.getObjectId() != null) {
            add(field, "must not have an anchor; write the value out where it is needed: &" + yaml.getObjectId());
        } else if (yaml.getTypeId() != null) {
            add(field, "must not have a tag: " + yaml.getTypeId());
        }
    }

    private @Nullable Object describeToken() {
        return switch (yaml.currentToken()) {
            case null -> "nothing";
            case START_ARRAY -> "a list";
            default -> yaml.getString();
        };
    }

    private void add(String field, String rule) {
        problems.add(problem(position(), field, rule));
    }

    private Problem problem(Position at, String field, String rule) {
        return new Problem(
                Problem.Severity.ERROR, ErrorCode.INVALID_CONFIGURATION, file, at.line(), at.column(), field, rule);
    }

    private Position position() {
        return position(yaml.currentTokenLocation());
    }

    private static Position position(@Nullable TokenStreamLocation at) {
        return at == null
                ? new Position(1, 1)
                : new Position(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }

    private static String decode(String file, byte[] bytes, List<Problem> problems) {
        if (bytes.length > BYTES_MAX) {
            String rule = "must be at most %d bytes: %d".formatted(BYTES_MAX, bytes.length);
            problems.add(Problem.error(ErrorCode.INVALID_CONFIGURATION, file, rule));
            return "";
        }
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(input);
            return text.toString();
        } catch (CharacterCodingException _) {
            String rule = "must be UTF-8: byte %d is not".formatted(input.position());
            problems.add(Problem.error(ErrorCode.INVALID_CONFIGURATION, file, rule));
            return "";
        }
    }

    private static Problem broken(String file, String text, JacksonException e) {
        Position at = position(e.getLocation());
        String rule = "must be valid YAML: " + firstLine(e.getOriginalMessage());
        if (e instanceof StreamConstraintsException) {
            rule = "must keep within the reader's limits: " + firstLine(e.getOriginalMessage());
        } else if (e.getCause() instanceof MarkedYamlEngineException marked) {
            at = marked.getProblemMark()
                    .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(at);
            rule = "must be valid YAML: " + marked.getProblem();
            if (text.lines().skip(at.line() - 1L).findFirst().orElse("").contains("\t")) {
                rule = "must be indented with spaces: a tab is on this line";
            }
        }
        return new Problem(
                Problem.Severity.ERROR, ErrorCode.INVALID_CONFIGURATION, file, at.line(), at.column(), "", rule);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").strip();
    }
}
