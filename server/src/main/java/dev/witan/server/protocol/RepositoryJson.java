// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.WitanException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the bodies of the requests to the repository, all of which may be empty. Thread-safe.
public final class RepositoryJson {
    private static final JsonFactory FACTORY = Json.factory(new ReadLimits(5, 1024, 1, 1));

    private RepositoryJson() {}

    /// Whether an index is to hold only what is ready.
    public static boolean readyOnly(ByteBuffer body) {
        return read(body, parser -> {
            boolean readyOnly = false;
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                parser.nextToken();
                if (!field.equals("ready")) {
                    throw Json.unknownField("the request", field, List.of("ready"));
                }
                readyOnly = Json.flag(parser, "ready");
            }
            return readyOnly;
        });
    }

    /// Refuses the parameters of a load or an unload that would not be heeded. That nothing depends on a mixture
    /// makes `unload_dependents` true whatever it says.
    public static void requireNoParameters(ByteBuffer body) {
        read(body, parser -> {
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                parser.nextToken();
                if (!field.equals("parameters")) {
                    throw Json.unknownField("the request", field, List.of("parameters"));
                }
                readParameters(parser);
            }
            return true;
        });
    }

    private static void readParameters(JsonParser parser) {
        Json.require(parser, JsonToken.START_OBJECT, "parameters", "an object");
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if (!name.equals("unload_dependents")) {
                throw Json.unknownField("parameters", name, List.of("unload_dependents"));
            }
            Json.flag(parser, "unload_dependents");
        }
    }

    private static boolean read(ByteBuffer body, Function<JsonParser, Boolean> fields) {
        if (!body.hasRemaining()) {
            return false;
        }
        int from = body.arrayOffset() + body.position();
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), body.array(), from, body.remaining())) {
            parser.nextToken();
            Json.require(parser, JsonToken.START_OBJECT, "the body", "a JSON object");
            boolean result = fields.apply(parser);
            if (parser.nextToken() != null) {
                throw Json.wrong(parser, "what follows the request's JSON object", "nothing");
            }
            return result;
        } catch (JacksonException e) {
            throw WitanException.invalidInput(
                    "the body must be valid JSON: it breaks off or breaks a rule at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        }
    }
}
