// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Where a release comes from: when, by whom, why, and the facts that let somebody make it again, such as
/// `corpus.sha256` and `seed`.
public record Provenance(Instant created, String by, String note, Map<String, String> facts) {

    /// The most facts that a release may carry.
    public static final int FACTS_MAX = 64;

    public Provenance {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        if (facts.size() > FACTS_MAX) {
            throw new IllegalArgumentException("facts must be at most %d: %d".formatted(FACTS_MAX, facts.size()));
        }
    }
}
