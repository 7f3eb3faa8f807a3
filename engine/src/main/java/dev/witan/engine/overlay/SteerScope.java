// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import java.util.Objects;
import java.util.Set;

/// Whose requests a steer is for.
public sealed interface SteerScope {
    /// Whether requests of this tenant with these data tags are meant.
    boolean holds(String tenant, Set<String> tags);

    /// In words, as part of a sentence: `all requests`, `tenant 'acme'`.
    String words();

    /// Every request to the mixture.
    record Everybody() implements SteerScope {
        @Override
        public boolean holds(String tenant, Set<String> tags) {
            return true;
        }

        @Override
        public String words() {
            return "all requests";
        }
    }

    /// The requests of one tenant.
    record Tenant(String name) implements SteerScope {
        public Tenant {
            Objects.requireNonNull(name);
        }

        @Override
        public boolean holds(String tenant, Set<String> tags) {
            return name.equals(tenant);
        }

        @Override
        public String words() {
            return "tenant '" + name + "'";
        }
    }

    /// The requests that carry one data tag, whatever other tags they carry.
    record Tag(String name) implements SteerScope {
        public Tag {
            Objects.requireNonNull(name);
        }

        @Override
        public boolean holds(String tenant, Set<String> tags) {
            return tags.contains(name);
        }

        @Override
        public String words() {
            return "data tagged '" + name + "'";
        }
    }
}
