// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known name that a mistyped one most likely meant.
public final class Suggestion {
    private Suggestion() {}

    /// The nearest of `known`, if it is near enough to be a typo.
    public static Optional<String> nearest(String name, Collection<String> known) {
        int distanceMax = Math.max(2, name.length() / 3);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)))
                .filter(candidate -> EditDistance.between(name, candidate) <= distanceMax);
    }

    /// `; did you mean 'x'?`, or nothing.
    public static String hint(String name, Collection<String> known) {
        return nearest(name, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }
}
