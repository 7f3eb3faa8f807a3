// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.WitanException;
import dev.witan.server.protocol.OutputSelection.Form;
import dev.witan.server.protocol.OutputSelection.Wanted;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one entry of `outputs`.
final class WantedReader {
    private WantedReader() {}

    /// Reads the object that the parser stands on.
    static Wanted read(JsonParser parser) {
        Json.require(parser, JsonToken.START_OBJECT, "an entry of outputs", "an object");
        String name = "";
        Form form = Form.AS_DEFAULT;
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            if (Json.isAbsent(parser, field, List.of("parameters"))) {
                continue;
            }
            switch (field) {
                case "name" -> name = Json.text(parser, "an output's name");
                case "parameters" -> form = form(parser);
                default -> throw Json.unknownField("an output", field, List.of("name", "parameters"));
            }
        }
        if (name.isEmpty()) {
            throw WitanException.invalidInput("an output needs a name: one has none");
        }
        return new Wanted(name, form);
    }

    private static Form form(JsonParser parser) {
        Json.require(parser, JsonToken.START_OBJECT, "an output's parameters", "an object");
        Form form = Form.AS_DEFAULT;
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            if (!field.equals("binary_data")) {
                throw Json.unknownField("an output's parameters", field, List.of("binary_data"));
            }
            form = Json.flag(parser, "binary_data") ? Form.BINARY : Form.JSON;
        }
        return form;
    }
}
