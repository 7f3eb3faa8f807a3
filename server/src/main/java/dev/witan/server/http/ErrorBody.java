// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// The protocol's body of an error: `{"error": "…"}`.
final class ErrorBody {
    private ErrorBody() {}

    static byte[] of(@Nullable String message) {
        StringBuilder json = new StringBuilder("{\"error\":\"");
        JsonStringEncoder.getInstance().quoteAsString(String.valueOf(message), json);
        return json.append("\"}").toString().getBytes(UTF_8);
    }
}
