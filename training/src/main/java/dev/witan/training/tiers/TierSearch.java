// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import dev.witan.training.data.Target;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Looks for the thresholds and fan-outs that save most while quality stays within a bound: every way to cut the rows
/// at tenths of their scores, cheapest first, until one is good enough.
final class TierSearch {
    private static final int CUTS = 10;

    private final TierAnswers answers;
    private final Target target;
    private final int[] rows;
    private final double[] scores;
    private final int outputs;
    private final int levels;

    /// @param rows to choose by: rows of the answers and of the target
    /// @param scores of all rows
    TierSearch(TierAnswers answers, int levels, Target target, int[] rows, double[] scores) {
        this.answers = answers;
        this.levels = levels;
        this.target = target;
        this.rows = rows;
        this.scores = scores;
        this.outputs = answers.full().length / scores.length;
    }

    /// The cheapest cut whose quality is at most `lossMax` worse, in relation to the full quality; the last resort is
    /// to send every row to the highest level with the full fan-out.
    Cut best(double lossMax) {
        List<Cut> cuts = new ArrayList<>();
        double[] sorted =
                Arrays.stream(rows).mapToDouble(row -> scores[row]).sorted().toArray();
        for (int[] places : ascending(levels - 1, 0, CUTS)) {
            double[] thresholds = thresholds(sorted, places);
            for (int[] fanOuts : ascending(levels, 1, answers.fanOutMax())) {
                cuts.add(new Cut(thresholds, fanOuts));
            }
        }
        cuts.sort(Comparator.comparingDouble(this::cost));
        double full = figure(quality(answers.full()));
        for (Cut cut : cuts) {
            if ((full - figure(quality(outputs(cut)))) / Math.abs(full) <= lossMax) {
                return cut;
            }
        }
        int[] fanOuts = new int[levels];
        Arrays.fill(fanOuts, answers.fanOutMax());
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

    /// The mean cost of the experts.
    double cost(Cut cut) {
        double sum = 0;
        for (int row : rows) {
            int level = cut.levelOf(scores[row]);
            sum += answers.cost(level, cut.fanOut(level), row);
        }
        return sum / rows.length;
    }

    double fullCost() {
        return Arrays.stream(rows).mapToDouble(answers::fullCost).average().orElse(0);
    }

    /// The outputs under a cut, for all rows.
    float[] outputs(Cut cut) {
        float[] taken = new float[answers.full().length];
        for (int row : rows) {
            int level = cut.levelOf(scores[row]);
            System.arraycopy(answers.outputs(level, cut.fanOut(level)), row * outputs, taken, row * outputs, outputs);
        }
        return taken;
    }

    /// Of the rows to choose by.
    Quality quality(float[] all) {
        float[] own = new float[rows.length * outputs];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all, rows[i] * outputs, own, i * outputs, outputs);
        }
        return QualityMeter.measure(target, rows, own);
    }

    /// What a person would hold the loss against.
    private static double figure(Quality quality) {
        return switch (quality) {
            case Quality.Binary binary -> binary.figure();
            case Quality.MultiClass multi -> multi.accuracy();
            case Quality.Regression regression -> regression.figure();
        };
    }

    List<Double> shares(Cut cut) {
        double[] counts = new double[levels];
        for (int row : rows) {
            counts[cut.levelOf(scores[row])]++;
        }
        return Arrays.stream(counts).mapToObj(count -> count / rows.length).toList();
    }
}
