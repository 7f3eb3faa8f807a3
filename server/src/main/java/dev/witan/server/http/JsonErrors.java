// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Gives the errors that Jetty itself finds, before any handler sees the request, the form of all others. It never
/// tells causes.
final class JsonErrors extends ErrorHandler {
    private final int headerBytesMax;

    JsonErrors(int headerBytesMax) {
        this.headerBytesMax = headerBytesMax;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange.protect(response.getHeaders());
        response.getHeaders().put(Exchange.JSON);
        response.write(true, ByteBuffer.wrap(body(response.getStatus())), callback);
        return true;
    }

    private byte[] body(int status) {
        return ErrorBody.of(
                switch (status) {
                    case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, HttpStatus.URI_TOO_LONG_414 ->
                        "the request's line and headers may have %d bytes: they have more".formatted(headerBytesMax);
                    case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "internal error";
                    default ->
                        "the request must be valid HTTP: "
                                + HttpStatus.getMessage(status).toLowerCase(Locale.ROOT);
                });
    }
}
