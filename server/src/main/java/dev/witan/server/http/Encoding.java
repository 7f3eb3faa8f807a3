// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.Excerpt;
import java.io.InputStream;
import java.util.Locale;

/// How the bytes of a body are packed, as its `Content-Encoding` says.
enum Encoding {
    IDENTITY {
        @Override
        InputStream open(InputStream packed, Inflation.Bounds bounds) {
            return packed;
        }
    },
    GZIP {
        @Override
        InputStream open(InputStream packed, Inflation.Bounds bounds) {
            return Inflation.gzip(packed, bounds);
        }
    },
    DEFLATE {
        @Override
        InputStream open(InputStream packed, Inflation.Bounds bounds) {
            return Inflation.zlib(packed, bounds);
        }
    };

    static final String SUPPORTED = "gzip, deflate";

    /// A stream of the bytes as they were before they were packed.
    abstract InputStream open(InputStream packed, Inflation.Bounds bounds);

    /// The encoding that a header names; a [Problem] where it names another one, or several.
    static Encoding of(String header) {
        return switch (header.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw Problem.unsupportedEncoding("the content encoding must be one of identity, %s: '%s'"
                        .formatted(SUPPORTED, Excerpt.of(header)));
        };
    }
}
