// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a status of another HTTP server means to the rows that were sent to it.
final class HttpFailures {
    private static final JsonMapper JSON = new JsonMapper();

    private HttpFailures() {}

    /// The failure of a question.
    static WitanException of(int status, byte[] body, Target target) {
        return new WitanException(code(status), said(status, body, target));
    }

    /// The failure of asking the other end what it is: that it has no such model, or none for us, no wait will mend.
    static WitanException ofDescription(int status, byte[] body, Target target) {
        boolean isFinal = status == 401 || status == 403 || status == 404 || status == 405 || status == 501;
        return new WitanException(
                isFinal ? ErrorCode.INVALID_CONFIGURATION : ErrorCode.UNAVAILABLE, said(status, body, target));
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 429 -> ErrorCode.QUEUE_FULL;
            case 502, 503 -> ErrorCode.UNAVAILABLE;
            case 408, 504 -> ErrorCode.DEADLINE_EXCEEDED;
            default -> ErrorCode.EXPERT_FAILED;
        };
    }

    private static String said(int status, byte[] body, Target target) {
        return "%s answered %d: %s".formatted(target, status, Upstream.said(reason(new String(body, UTF_8))));
    }

    /// The protocol's `{"error": …}`, or whatever it is.
    private static String reason(String body) {
        try {
            return JSON.readTree(body).path("error").asString(body);
        } catch (JacksonException _) {
            return body;
        }
    }
}
