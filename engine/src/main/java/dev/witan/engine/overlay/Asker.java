// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import java.util.Set;

/// What overlay and permissions tell one request from another by. Tenants and tags that nothing names are all alike, so
/// that there are only as many askers as somebody configured, whatever callers send.
///
/// @param tenant `""` for every tenant that nothing names
/// @param tags those of the request that something names
/// @param hasUnknownTag whether it has others
record Asker(String tenant, Set<String> tags, boolean hasUnknownTag) {
    /// Of no tenant that anything names, with no tags.
    static final Asker ANYBODY = new Asker("", Set.of(), false);

    Asker {
        tags = Set.copyOf(tags);
    }
}
