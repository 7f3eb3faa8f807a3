// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// What an expert's address must be like.
final class UrlRule {
    static final UrlRule HTTP = new UrlRule(List.of("http", "https"));
    static final UrlRule GRPC_OR_HTTP = new UrlRule(List.of("grpc", "grpcs", "http", "https"));

    private final List<String> schemes;

    private UrlRule(List<String> schemes) {
        this.schemes = schemes;
    }

    void check(String url, String expert, Violations violations) {
        String field = expert + ".url";
        try {
            check(new URI(url), field, violations);
        } catch (URISyntaxException e) {
            violations.add(field, "must be an address: " + e.getReason(), url);
        }
    }

    private void check(URI url, String field, Violations violations) {
        String begins = "must begin with one of " + String.join("://, ", schemes) + "://";
        if (url.getScheme() == null || !schemes.contains(url.getScheme()) || url.isOpaque()) {
            violations.add(field, begins, url);
            return;
        }
        boolean isGrpc = url.getScheme().startsWith("grpc");
        violations.require(url.getHost() != null, field, "must name a host", url);
        violations.require(!isGrpc || url.getPort() > 0, field, "must name a port", url);
        violations.require(
                !isGrpc || url.getPath() == null || url.getPath().isEmpty(), field, "must end with the port", url);
        if (url.getUserInfo() != null) {
            violations.add(field, "must not hold a name or a password; keyEnv names a key", "present");
        }
        violations.require(
                url.getQuery() == null && url.getFragment() == null, field, "must hold neither '?' nor '#'", url);
    }
}
