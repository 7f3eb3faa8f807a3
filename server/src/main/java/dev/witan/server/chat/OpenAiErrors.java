// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.ErrorCode;
import dev.witan.experts.chat.JsonText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Errors as OpenAI's API writes them: `{"error": {"message", "type", "param", "code"}}`.
final class OpenAiErrors {
    private OpenAiErrors() {}

    /// The body of an error that has a code of ours.
    static byte[] body(int status, ErrorCode code, @Nullable String message) {
        String word = switch (code) {
            case UNKNOWN_MIXTURE -> "model_not_found";
            case UNAUTHENTICATED -> "invalid_api_key";
            case QUEUE_FULL -> "rate_limit_exceeded";
            default -> code.name().toLowerCase(Locale.ROOT);
        };
        return body(status, String.valueOf(message), "", word);
    }

    /// The body of an error.
    ///
    /// @param param the field that is to blame; `""` when none is
    static byte[] body(int status, String message, String param, String code) {
        return json(status, message, param, code).getBytes(UTF_8);
    }

    static String json(int status, String message, String param, String code) {
        return "{\"error\":{\"message\":%s,\"type\":\"%s\",\"param\":%s,\"code\":%s}}"
                .formatted(
                        JsonText.quoted(message),
                        type(status),
                        param.isEmpty() ? "null" : JsonText.quoted(param),
                        code.isEmpty() ? "null" : JsonText.quoted(code));
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
