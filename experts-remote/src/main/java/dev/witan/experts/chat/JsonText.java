// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// A JSON object as it was written, and where the values of its members stand in it: one can be exchanged without
/// touching a character of the others. Immutable.
public final class JsonText {
    private static final int DEPTH_MAX = 128;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String text;
    private final Map<String, Span> members;

    private record Span(int from, int to) {}

    private JsonText(String text, Map<String, Span> members) {
        this.text = text;
        this.members = members;
    }

    /// Takes an object apart. Its nesting is bounded, and a member may stand only once at any depth.
    ///
    /// @throws IllegalArgumentException when the text is no JSON object
    public static JsonText of(String text) {
        try (JsonParser parser = parser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("must be a JSON object");
            }
            Map<String, Span> members = new LinkedHashMap<>();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                members.put(name, span(parser));
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("must be one JSON object and nothing after it");
            }
            return new JsonText(text, members);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("must be valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text.toCharArray());
    }

    private static Span span(JsonParser parser) {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return new Span(from, (int) parser.currentLocation().getCharOffset());
    }

    /// How many characters it has.
    public int length() {
        return text.length();
    }

    public boolean has(String member) {
        return members.containsKey(member);
    }

    /// The value of a member as it was written; `""` where it is not there.
    public String value(String member) {
        Span span = members.get(member);
        return span == null ? "" : text.substring(span.from, span.to).strip();
    }

    /// The object with the text `value` for a member; as it is where it has no such member.
    public String with(String member, String value) {
        Span span = members.get(member);
        return span == null ? text : text.substring(0, span.from) + quoted(value) + text.substring(span.to);
    }

    /// A text as JSON writes it.
    public static String quoted(String value) {
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        return json.append('"').toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
