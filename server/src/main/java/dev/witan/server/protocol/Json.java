// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads JSON values of an expected type, and says what was expected where one is not.
final class Json {
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final int NAME_LENGTH_MAX = 256;

    private Json() {}

    /// A factory whose parsers hold to the limits. NaN and Infinity are let through the parser, so that whoever reads
    /// the element can refuse them with its column and row. JSON is UTF-8: nobody's zeros are taken for UTF-16.
    static JsonFactory factory(ReadLimits limits) {
        return factory(limits, limits.textLengthMax());
    }

    /// The same, but for the length of texts.
    static JsonFactory factory(ReadLimits limits, int textLengthMax) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.jsonDepthMax())
                        .maxStringLength(textLengthMax)
                        .maxNumberLength(NUMBER_LENGTH_MAX)
                        .maxNameLength(NAME_LENGTH_MAX)
                        .build())
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
    }

    /// Whether an optional field is there only as `null`, as some clients write what they leave out.
    static boolean isAbsent(JsonParser parser, String field, List<String> optional) {
        return parser.currentToken() == JsonToken.VALUE_NULL && optional.contains(field);
    }

    static String text(JsonParser parser, String what) {
        require(parser, JsonToken.VALUE_STRING, what, "a text");
        return parser.getString();
    }

    /// Refuses half of a surrogate pair, which JSON can spell and UTF-8 cannot carry back.
    static String wellFormed(String text, String what) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw WitanException.invalidInput(what + " must be valid Unicode: it has half of a surrogate pair");
        }
        return text;
    }

    static boolean flag(JsonParser parser, String what) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrong(parser, what, "true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /// A whole number between the two bounds.
    static long whole(JsonParser parser, String what, long least, long most) {
        boolean isLong = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!isLong || parser.getLongValue() < least || parser.getLongValue() > most) {
            throw wrong(parser, what, "a whole number between %d and %d".formatted(least, most));
        }
        return parser.getLongValue();
    }

    static void require(JsonParser parser, JsonToken expected, String what, String words) {
        if (parser.currentToken() != expected) {
            throw wrong(parser, what, words);
        }
    }

    static WitanException wrong(JsonParser parser, String what, String words) {
        return WitanException.invalidInput("%s must be %s: %s".formatted(what, words, found(parser)));
    }

    private static String found(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case null -> "the body ends";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "'" + Excerpt.of(parser.getString()) + "'";
            default -> Excerpt.of(parser.getString());
        };
    }

    static WitanException unknownField(String where, String name, List<String> known) {
        return WitanException.invalidInput(
                "unknown field '%s' in %s (fields: %s)".formatted(Excerpt.of(name), where, String.join(", ", known)));
    }
}
