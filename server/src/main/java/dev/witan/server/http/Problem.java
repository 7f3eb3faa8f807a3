// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.Serial;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// A request that is refused with a status of its own. It carries no stack trace: nothing is wrong with us.
public final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorCode code;
    private final transient @Nullable HttpField header;

    private Problem(int status, ErrorCode code, String message, @Nullable HttpField header) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.header = header;
    }

    int status() {
        return status;
    }

    ErrorCode code() {
        return code;
    }

    @Nullable
    HttpField header() {
        return header;
    }

    public static Problem of(ErrorCode code, String message) {
        boolean asksWho = code == ErrorCode.UNAUTHENTICATED;
        return new Problem(
                statusOf(code), code, message, asksWho ? new HttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer") : null);
    }

    public static Problem unknown(String message) {
        return new Problem(HttpStatus.NOT_FOUND_404, ErrorCode.UNKNOWN_MIXTURE, message, null);
    }

    static Problem methodNotAllowed(String method, String allowed) {
        return new Problem(
                HttpStatus.METHOD_NOT_ALLOWED_405,
                ErrorCode.INVALID_INPUT,
                "the method must be one of %s: %s".formatted(allowed, method),
                new HttpField(HttpHeader.ALLOW, allowed));
    }

    public static Problem unsupportedMediaType(String message) {
        return new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, ErrorCode.INVALID_INPUT, message, null);
    }

    static Problem unsupportedEncoding(String message) {
        return new Problem(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                ErrorCode.INVALID_INPUT,
                message,
                new HttpField(HttpHeader.ACCEPT_ENCODING, Encoding.SUPPORTED));
    }

    public static Problem unauthenticated(String message) {
        return of(ErrorCode.UNAUTHENTICATED, message);
    }

    static Problem requestTimeout(String message) {
        return new Problem(HttpStatus.REQUEST_TIMEOUT_408, ErrorCode.INVALID_INPUT, message, null);
    }

    static Problem of(WitanException error) {
        return of(error.code(), error.reason());
    }

    /// The status of an error; what a caller cannot act on is a 500.
    private static int statusOf(ErrorCode code) {
        return switch (code) {
            case INVALID_INPUT -> HttpStatus.BAD_REQUEST_400;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED_401;
            case FORBIDDEN -> HttpStatus.FORBIDDEN_403;
            case UNKNOWN_MIXTURE -> HttpStatus.NOT_FOUND_404;
            case PAYLOAD_TOO_LARGE -> HttpStatus.PAYLOAD_TOO_LARGE_413;
            case QUEUE_FULL -> HttpStatus.TOO_MANY_REQUESTS_429;
            case DRAINING, UNAVAILABLE, CANCELLED -> HttpStatus.SERVICE_UNAVAILABLE_503;
            case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT_504;
            case EXPERT_FAILED, CORRUPT_FILE, INVALID_CONFIGURATION, INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR_500;
        };
    }
}
