// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import dev.witan.engine.request.RequestContext;
import java.util.Objects;
import java.util.Set;

/// Who stands behind a request.
///
/// @param name who asks
/// @param tenant for whom
/// @param tags what data the caller may send
public record Principal(String name, String tenant, Set<String> tags) {
    /// The caller of a server that asks for no keys.
    public static final Principal ANONYMOUS =
            new Principal(RequestContext.ANONYMOUS, RequestContext.DEFAULT_TENANT, Set.of());

    public Principal {
        Objects.requireNonNull(name);
        Objects.requireNonNull(tenant);
        tags = Set.copyOf(tags);
    }
}
