// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.Excerpt;
import dev.witan.experts.chat.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads a request for an answer to a conversation, and refuses what breaks a rule: what is checked here is what Witan
/// needs, and what no upstream would understand. Every other field is the upstream's business. Used once.
final class ConversationReader {
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");
    /// Roles that may say nothing, since they call a tool instead.
    private static final List<String> SILENT_ROLES = List.of("assistant");
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final ConversationLimits limits;
    private final List<String> userTexts = new ArrayList<>();
    private int messages;

    private ConversationReader(ConversationLimits limits) {
        this.limits = limits;
    }

    /// Reads the body of a request.
    ///
    /// @throws ConversationError naming the field, the rule and the value
    static Conversation read(ByteBuffer bytes, ConversationLimits limits) {
        if (bytes.remaining() > limits.bytesMax()) {
            throw new ConversationError(
                    413,
                    "",
                    "a conversation may have %d bytes: it has %d".formatted(limits.bytesMax(), bytes.remaining()));
        }
        JsonText body = json(bytes);
        ConversationReader reader = new ConversationReader(limits);
        String model = text(body, "model");
        reader.readMessages(body.value("messages"));
        return new Conversation(body, model, flag(body, "stream"), reader.userTexts);
    }

    private static JsonText json(ByteBuffer bytes) {
        try {
            return JsonText.of(UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException _) {
            throw ConversationError.invalid("", "the body must be UTF-8");
        } catch (IllegalArgumentException e) {
            throw ConversationError.invalid("", "the body " + e.getMessage());
        }
    }

    private static String text(JsonText body, String member) {
        String value = body.value(member);
        if (!value.startsWith("\"")) {
            throw ConversationError.invalid(member, "%s must be a text: %s".formatted(member, found(value)));
        }
        try (JsonParser parser = parser(value)) {
            parser.nextToken();
            return parser.getString();
        }
    }

    private static boolean flag(JsonText body, String member) {
        String value = body.value(member);
        return switch (value) {
            case "true" -> true;
            case "false", "null", "" -> false;
            default ->
                throw ConversationError.invalid(member, "%s must be true or false: %s".formatted(member, found(value)));
        };
    }

    private static String found(String value) {
        return value.isEmpty() ? "it is not there" : Excerpt.of(value);
    }

    private static JsonParser parser(String json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    private void readMessages(String json) {
        if (!json.startsWith("[")) {
            throw ConversationError.invalid("messages", "messages must be an array: " + found(json));
        }
        try (JsonParser parser = parser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (++messages > limits.messagesMax()) {
                    throw ConversationError.invalid(
                            "messages",
                            "a conversation may have %d messages: it has more".formatted(limits.messagesMax()));
                }
                readMessage(parser, "messages[%d]".formatted(messages - 1));
            }
        }
        if (messages == 0) {
            throw ConversationError.invalid("messages", "a conversation needs at least one message: it has none");
        }
    }

    private void readMessage(JsonParser parser, String at) {
        require(parser, JsonToken.START_OBJECT, at, "an object");
        String role = null;
        String content = null;
        boolean hasContent = false;
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            switch (field) {
                case "role" -> role = role(parser, at + ".role");
                case "content" -> {
                    content = content(parser, at + ".content");
                    hasContent = content != null;
                }
                default -> parser.skipChildren();
            }
        }
        if (role == null) {
            throw ConversationError.invalid(at + ".role", "a message needs a role: it has none");
        }
        if (!hasContent && !SILENT_ROLES.contains(role)) {
            throw ConversationError.invalid(
                    at + ".content", "a message of role %s needs content: it has none".formatted(role));
        }
        if (role.equals("user")) {
            userTexts.add(Objects.requireNonNullElse(content, ""));
        }
    }

    private static String role(JsonParser parser, String at) {
        require(parser, JsonToken.VALUE_STRING, at, "a text");
        String role = parser.getString();
        if (!ROLES.contains(role)) {
            throw ConversationError.invalid(
                    at, "a role must be one of %s: '%s'".formatted(String.join(", ", ROLES), Excerpt.of(role)));
        }
        return role;
    }

    /// The text of a content; `null` when there is none.
    private @Nullable String content(JsonParser parser, String at) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getString();
            case START_ARRAY -> parts(parser, at);
            default -> throw ConversationError.invalid(at, "content must be a text or an array of parts");
        };
    }

    private String parts(JsonParser parser, String at) {
        StringBuilder texts = new StringBuilder();
        int parts = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++parts > limits.partsMax()) {
                throw ConversationError.invalid(
                        at, "a message may have %d parts: it has more".formatted(limits.partsMax()));
            }
            String text = part(parser, "%s[%d]".formatted(at, parts - 1));
            texts.append(texts.isEmpty() ? "" : "\n").append(text);
        }
        return texts.toString();
    }

    private static String part(JsonParser parser, String at) {
        require(parser, JsonToken.START_OBJECT, at, "an object");
        String type = "";
        String text = null;
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            switch (field) {
                case "type" -> {
                    require(parser, JsonToken.VALUE_STRING, at + ".type", "a text");
                    type = parser.getString();
                }
                case "text" -> {
                    require(parser, JsonToken.VALUE_STRING, at + ".text", "a text");
                    text = parser.getString();
                }
                default -> parser.skipChildren();
            }
        }
        if (!type.equals("text")) {
            throw ConversationError.invalid(
                    at + ".type", "a part must be of type text: '%s'".formatted(Excerpt.of(type)));
        }
        if (text == null) {
            throw ConversationError.invalid(at + ".text", "a part of type text needs a text: it has none");
        }
        return text;
    }

    private static void require(JsonParser parser, JsonToken expected, String at, String words) {
        if (parser.currentToken() != expected) {
            throw ConversationError.invalid(at, "%s must be %s".formatted(at, words));
        }
    }
}
