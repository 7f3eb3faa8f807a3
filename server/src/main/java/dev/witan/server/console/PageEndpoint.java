// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.console;

import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.web.WebFile;
import dev.witan.web.WebFiles;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;

/// Serves one file of the page: compressed for whoever takes that, and not at all to whoever has it already.
final class PageEndpoint implements Endpoint {
    private static final byte[] NOTHING = {};
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final String NO_POWERS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
            + "accelerometer=(), gyroscope=(), magnetometer=(), display-capture=(), browsing-topics=()";

    private final WebFiles files;
    private final WebFile file;
    private final HttpField contentType;

    PageEndpoint(WebFiles files, WebFile file) {
        this.files = files;
        this.file = file;
        this.contentType = Exchange.contentType(file.contentType());
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.addHeader("ETag", file.etag());
        exchange.addHeader("Vary", "Accept-Encoding");
        exchange.addHeader("Cache-Control", file.isImmutable() ? FOR_GOOD : ASK_AGAIN);
        protect(exchange);
        if (isKnown(exchange.header("if-none-match"))) {
            exchange.reply(HttpStatus.NOT_MODIFIED_304, contentType, NOTHING);
        } else if (takesGzip(exchange.header("accept-encoding"))) {
            exchange.addHeader("Content-Encoding", "gzip");
            exchange.reply(HttpStatus.OK_200, contentType, file.gzip());
        } else {
            exchange.reply(HttpStatus.OK_200, contentType, file.bytes());
        }
    }

    private void protect(Exchange exchange) {
        exchange.addHeader("X-Content-Type-Options", "nosniff");
        exchange.addHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (file.path().equals(WebFiles.PAGE)) {
            exchange.addHeader("Content-Security-Policy", files.contentSecurityPolicy());
            exchange.addHeader("Referrer-Policy", "no-referrer");
            exchange.addHeader("Permissions-Policy", NO_POWERS);
            exchange.addHeader("Cross-Origin-Opener-Policy", "same-origin");
        }
    }

    private boolean isKnown(String etags) {
        return Arrays.stream(etags.split(","))
                .map(String::strip)
                .map(etag -> etag.startsWith("W/") ? etag.substring(2) : etag)
                .anyMatch(file.etag()::equals);
    }

    private static boolean takesGzip(String encodings) {
        return Arrays.stream(encodings.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .anyMatch(
                        encoding -> encoding.equals("gzip") || (encoding.startsWith("gzip;") && !isRefused(encoding)));
    }

    /// Whether a weight of zero says that an encoding must not be used.
    private static boolean isRefused(String encoding) {
        return encoding.replace(" ", "").matches("gzip;q=0(\\.0*)?");
    }
}
