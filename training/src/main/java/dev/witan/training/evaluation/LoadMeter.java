// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.MoeLayer;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Adds up what goes to each expert and how decided the gate is. Owned by one thread.
final class LoadMeter {
    private final List<Expert> experts;
    private final int gated;
    private final FloatMatrix probabilities;
    private final long[] loads;
    private final long[] firsts;
    private final double[] weights;
    private final double[] sums;
    private double entropies;
    private long rows;
    private boolean isDense = true;

    LoadMeter(Arena arena, MoeLayer layer) {
        this.experts = layer.experts();
        this.gated = layer.gate().experts();
        this.probabilities = FloatMatrix.allocate(arena, 1, gated);
        this.loads = new long[experts.size()];
        this.firsts = new long[experts.size()];
        this.weights = new double[experts.size()];
        this.sums = new double[gated];
    }

    /// Adds a row of a batch that was routed.
    void routed(Kernels kernels, FloatMatrix scores, RoutingPlan plan, int row) {
        rows++;
        isDense &= scores.columns() == gated;
        int first = -1;
        for (int rank = 0; rank < plan.count(row); rank++) {
            loads[plan.chosen(row, rank)]++;
            weights[plan.chosen(row, rank)] += plan.weight(row, rank);
            boolean isGated = plan.chosen(row, rank) < gated;
            first = isGated && (first < 0 || plan.weight(row, rank) > plan.weight(row, first)) ? rank : first;
        }
        if (first >= 0) {
            firsts[plan.chosen(row, first)]++;
        }
        if (isDense) {
            decide(kernels, scores, row);
        }
    }

    private void decide(Kernels kernels, FloatMatrix scores, int row) {
        probabilities.copyRowFrom(0, scores, row);
        kernels.softmax(probabilities, 0, 1);
        for (int expert = 0; expert < gated; expert++) {
            double share = probabilities.get(0, expert);
            sums[expert] += share;
            entropies += entropy(share);
        }
    }

    private static double entropy(double share) {
        return share > 0 ? -share * StrictMath.log(share) : 0;
    }

    RoutingFigures figures(long patterns) {
        double assigned = Arrays.stream(loads, 0, gated).sum();
        double mean = assigned / gated;
        double squares = Arrays.stream(loads, 0, gated)
                .mapToDouble(load -> (load - mean) * (load - mean))
                .sum();
        double marginal = Arrays.stream(sums).map(sum -> entropy(sum / rows)).sum();
        double share = assigned / rows / gated;
        return new RoutingFigures(
                rows,
                assigned / rows,
                loads(),
                mean,
                Math.sqrt(rows * share * Math.max(0, 1 - share)),
                Math.sqrt(squares / gated) / mean,
                Math.sqrt(Math.max(0, 1 - share) / (rows * share)),
                Arrays.stream(loads, 0, gated).max().orElse(0) / mean - 1,
                isDense ? marginal : Double.NaN,
                isDense ? entropies / rows : Double.NaN,
                patterns);
    }

    private List<RoutingFigures.Load> loads() {
        List<RoutingFigures.Load> list = new ArrayList<>();
        for (int expert = 0; expert < loads.length; expert++) {
            Expert it = experts.get(expert);
            list.add(new RoutingFigures.Load(
                    it.id(),
                    expert < gated,
                    loads[expert],
                    firsts[expert],
                    loads[expert] == 0 ? Double.NaN : weights[expert] / loads[expert],
                    it.multiplyAddsPerRow()));
        }
        return list;
    }
}
