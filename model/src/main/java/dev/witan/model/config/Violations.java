// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gathers the rules that a configuration breaks.
final class Violations {
    private final List<Violation> found = new ArrayList<>();

    void add(String field, String rule, Object value) {
        found.add(new Violation(field, rule + ": " + value));
    }

    void require(boolean holds, String field, String rule, Object value) {
        if (!holds) {
            add(field, rule, value);
        }
    }

    /// Refuses a name that is none of the known ones, and says which one was meant.
    void requireKnown(Collection<String> known, String field, String rule, String name) {
        if (!known.contains(name)) {
            add(field, rule, name + Suggestion.hint(name, known));
        }
    }

    /// Refuses an element of a list that was there before.
    void requireUnique(String list, List<String> elements) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            require(seen.add(elements.get(i)), YamlDocument.element(list, i), "must be unique", elements.get(i));
        }
    }

    List<Violation> list() {
        return List.copyOf(found);
    }
}
