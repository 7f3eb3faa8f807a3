// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import java.util.Set;
import java.util.TreeSet;

/// Who may ask one expert, and which data it may see. Immutable.
///
/// It is closed to tagged data: a request with data tags goes only to experts that list all of them. A request without
/// any goes to every expert that serves its tenant.
///
/// @param tenants the only ones that it serves; none for all
/// @param tags the data tags that it may see
public record Permission(Set<String> tenants, Set<String> tags) {
    /// Serves every tenant, and sees no tagged data.
    public static final Permission UNTAGGED = new Permission(Set.of(), Set.of());

    public Permission {
        tenants = Set.copyOf(tenants);
        tags = Set.copyOf(tags);
    }

    boolean serves(String tenant) {
        return tenants.isEmpty() || tenants.contains(tenant);
    }

    /// Why a request may not go to the expert, the same words for every such request; `""` when it may.
    String reasonAgainst(Asker asker) {
        if (!serves(asker.tenant())) {
            return "serves only " + listed("tenant", tenants);
        }
        if (asker.hasUnknownTag() || !tags.containsAll(asker.tags())) {
            return tags.isEmpty() ? "may see untagged data only" : "may see only data tagged " + listed("", tags);
        }
        return "";
    }

    private static String listed(String word, Set<String> names) {
        String all = "'" + String.join("', '", new TreeSet<>(names)) + "'";
        return word.isEmpty() ? all : word + (names.size() == 1 ? " " : "s ") + all;
    }
}
