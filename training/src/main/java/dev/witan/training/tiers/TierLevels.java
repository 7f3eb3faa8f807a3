// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import java.util.Arrays;

/// The tiers that a mixture's experts have: level `l` permits the experts of the `l + 1` lowest of them.
final class TierLevels {
    private final int[] tierOfExpert;
    private final int[] tiers;

    TierLevels(int[] tierOfExpert) {
        this.tierOfExpert = tierOfExpert.clone();
        this.tiers = Arrays.stream(tierOfExpert).distinct().sorted().toArray();
    }

    int count() {
        return tiers.length;
    }

    int experts() {
        return tierOfExpert.length;
    }

    boolean permits(int level, int expert) {
        return tierOfExpert[expert] <= tiers[level];
    }

    int experts(int level) {
        return (int)
                Arrays.stream(tierOfExpert).filter(tier -> tier <= tiers[level]).count();
    }
}
