// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where an expert answers: a scheme, a host, a port, and for HTTP a path.
///
/// @param path as in the URL, without a slash at its end; `""` when there is none
public record Target(Scheme scheme, String host, int port, String path) {
    private static final int PORT_MAX = 65_535;

    /// How the other end is spoken to.
    public enum Scheme {
        GRPC(80),
        GRPCS(443),
        HTTP(80),
        HTTPS(443);

        private final int usualPort;

        Scheme(int usualPort) {
            this.usualPort = usualPort;
        }

        /// Whether the connection is encrypted.
        public boolean isSecure() {
            return this == GRPCS || this == HTTPS;
        }

        /// Whether it is the protocol's gRPC form.
        public boolean isGrpc() {
            return this == GRPC || this == GRPCS;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Reads `grpc://host:port`, `grpcs://…`, `http://host:port/path` or `https://…`.
    public static Target of(String url) {
        URI uri = parse(url);
        Scheme scheme = scheme(uri, url);
        String host = uri.getHost();
        if (host == null || host.isEmpty() || uri.getUserInfo() != null) {
            throw refused("name a host, and no user", url);
        }
        if (uri.getPort() > PORT_MAX) {
            throw refused("name a port up to " + PORT_MAX, url);
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        if (scheme.isGrpc() && !path.isEmpty()) {
            throw refused("end after the port when it is gRPC's", url);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("have neither query nor fragment", url);
        }
        return new Target(scheme, host, uri.getPort() < 0 ? scheme.usualPort : uri.getPort(), path);
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw refused("be a URL", url);
        }
    }

    private static Scheme scheme(URI uri, String url) {
        String name = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        for (Scheme scheme : Scheme.values()) {
            if (scheme.toString().equals(name)) {
                return scheme;
            }
        }
        throw refused("begin with grpc://, grpcs://, http:// or https://", url);
    }

    private static WitanException refused(String rule, String url) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, "url must " + rule + ": '" + url + "'");
    }

    /// `host:port`.
    public String authority() {
        return host + ":" + port;
    }

    /// The address below this one, for HTTP.
    public URI uri(String below) {
        return URI.create(scheme + "://" + authority() + path + below);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + path;
    }
}
