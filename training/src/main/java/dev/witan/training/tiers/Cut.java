// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import java.util.Arrays;
import java.util.List;

/// One way to cut rows into levels: the score below which each level but the last ends, and how many experts the rows
/// of each go to.
final class Cut {
    private final double[] thresholds;
    private final int[] fanOuts;

    Cut(double[] thresholds, int[] fanOuts) {
        this.thresholds = thresholds.clone();
        this.fanOuts = fanOuts.clone();
    }

    int levelOf(double score) {
        int level = 0;
        while (level < thresholds.length && score >= thresholds[level]) {
            level++;
        }
        return level;
    }

    int fanOut(int level) {
        return fanOuts[level];
    }

    List<Float> thresholds() {
        return Arrays.stream(thresholds).mapToObj(it -> (float) it).toList();
    }

    List<Integer> fanOuts() {
        return Arrays.stream(fanOuts).boxed().toList();
    }
}
