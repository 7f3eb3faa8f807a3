// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which of two labels is the one whose probability is asked for.
final class PositiveClass {
    private static final Set<String> AFFIRMING =
            Set.of("true", "t", "yes", "y", "positive", "pos", "good", "click", "clicked");
    private static final Set<String> DENYING = Set.of("false", "f", "no", "n", "negative", "neg", "bad");

    private PositiveClass() {}

    /// The two labels, the positive one last.
    ///
    /// @param labels two, in order
    static List<String> last(List<String> labels) {
        boolean isAffirmed = affirms(labels.getFirst()) && !affirms(labels.getLast());
        boolean isContradicted = denies(labels.getLast()) && !denies(labels.getFirst());
        boolean isFirst = isAffirmed || isContradicted;
        return isFirst ? labels.reversed() : labels;
    }

    static boolean affirms(String label) {
        return AFFIRMING.contains(label.toLowerCase(Locale.ROOT));
    }

    static boolean denies(String label) {
        return DENYING.contains(label.toLowerCase(Locale.ROOT));
    }
}
