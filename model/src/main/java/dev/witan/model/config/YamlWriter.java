// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Lays a tree out for a human editor: mappings of mappings as blocks, one line for each element of a list and for
/// each small mapping, quotes only where a plain word would be read as something else.
final class YamlWriter {
    private static final String HEADING = """
            # A person edits this file. Publishing freezes it into a numbered release: what is served changes with the
            # next release, not with this file. `witan validate` checks it.
            """;
    private static final int LINE_CHARACTERS_MAX = 120;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*|[1-9][0-9]*(ms|[smh]|[KMG]iB)");
    private static final Pattern WORD_WITH_MEANING =
            Pattern.compile("true|false|null|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);

    private final StringBuilder out = new StringBuilder(HEADING);

    private YamlWriter() {}

    static String write(JsonNode tree) {
        YamlWriter writer = new YamlWriter();
        writer.mapping(tree, 0);
        return writer.out.toString();
    }

    private void mapping(JsonNode mapping, int indent) {
        for (Map.Entry<String, JsonNode> entry : mapping.properties()) {
            JsonNode value = entry.getValue();
            out.append(" ".repeat(indent)).append(entry.getKey()).append(':');
            if (fitsLine(value, indent)) {
                out.append(' ').append(flow(value)).append('\n');
            } else if (value.isArray()) {
                out.append('\n');
                list(value, indent + 2);
            } else {
                out.append('\n');
                mapping(value, indent + 2);
            }
        }
    }

    private void list(JsonNode list, int indent) {
        for (JsonNode element : list) {
            out.append(" ".repeat(indent)).append("- ").append(flow(element)).append('\n');
        }
    }

    private static boolean fitsLine(JsonNode value, int indent) {
        boolean flat = StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isValueNode);
        return value.isValueNode()
                || value.isEmpty()
                || (flat && indent + flow(value).length() < LINE_CHARACTERS_MAX);
    }

    private static String flow(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(YamlWriter::flow)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value.isString() ? text(value.stringValue()) : value.asString();
    }

    private static String text(String text) {
        boolean plain = PLAIN.matcher(text).matches()
                && !WORD_WITH_MEANING.matcher(text).matches();
        return plain ? text : quoted(text);
    }

    /// In double quotes, with escapes for what YAML would fold, drop or refuse.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(isPrintable(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isPrintable(char c) {
        boolean isControl = c < ' ' || (c >= 0x7f && c <= 0x9f);
        boolean isBreak = c == 0x2028 || c == 0x2029;
        return !isControl && !isBreak && c != 0xfeff && c < 0xfffe;
    }
}
