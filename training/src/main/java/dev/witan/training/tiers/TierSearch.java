// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import dev.witan.training.report.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Looks for the thresholds and fan-outs that save most while quality stays within a bound: every way to cut the rows
/// at tenths of their scores, cheapest first, until one is good enough.
final class TierSearch {
    private static final int CUTS = 10;

    private final CutMeter meter;
    private final int levels;
    private final int fanOutMax;

    /// @param meter of the rows to choose by
    TierSearch(CutMeter meter, int levels, int fanOutMax) {
        this.meter = meter;
        this.levels = levels;
        this.fanOutMax = fanOutMax;
    }

    /// The cheapest cut whose quality is at most `lossMax` worse, in relation to the full quality; the last resort is
    /// to send every row to the highest level with the full fan-out.
    Cut best(double lossMax) {
        List<Cut> cuts = new ArrayList<>();
        double[] sorted = meter.scores().sorted().toArray();
        for (int[] places : ascending(levels - 1, 0, CUTS)) {
            double[] thresholds = thresholds(sorted, places);
            for (int[] fanOuts : ascending(levels, 1, fanOutMax)) {
                cuts.add(new Cut(thresholds, fanOuts));
            }
        }
        cuts.sort(Comparator.comparingDouble(meter::cost));
        double full = figure(meter.fullQuality());
        for (Cut cut : cuts) {
            if (full - figure(meter.quality(cut)) <= lossMax * Math.abs(full)) {
                return cut;
            }
        }
        int[] fanOuts = new int[levels];
        Arrays.fill(fanOuts, fanOutMax);
        return new Cut(thresholds(sorted, new int[levels - 1]), fanOuts);
    }

    /// The scores at these tenths of the rows, between 0 and 1 and each above the one before.
    private static double[] thresholds(double[] sorted, int[] tenths) {
        double[] thresholds = new double[tenths.length];
        float least = 0;
        for (int i = 0; i < tenths.length; i++) {
            int at = sorted.length * tenths[i] / CUTS;
            double score = at < sorted.length ? sorted[at] : 1;
            least = Math.max((float) Math.clamp(score, 0, 1), i == 0 ? 0 : Math.nextUp(least));
            thresholds[i] = least;
        }
        return thresholds;
    }

    private static List<int[]> ascending(int length, int from, int to) {
        if (length == 0) {
            return List.of(new int[0]);
        }
        List<int[]> found = new ArrayList<>();
        for (int first = from; first <= to; first++) {
            for (int[] rest : ascending(length - 1, first, to)) {
                int[] whole = new int[length];
                whole[0] = first;
                System.arraycopy(rest, 0, whole, 1, length - 1);
                found.add(whole);
            }
        }
        return found;
    }

    /// What a person would hold the loss against.
    private static double figure(Quality quality) {
        return switch (quality) {
            case Quality.MultiClass multi -> multi.accuracy();
            case Quality other -> other.figure();
        };
    }
}
