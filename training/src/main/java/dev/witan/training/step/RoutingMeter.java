// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.report.RoutingReport;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts and entropies of batches as they are routed, of the experts that the gate chooses from. Owned by one thread.
public final class RoutingMeter implements RoutingWatch {
    private final List<TrainableExpert> experts;
    private final int fanOut;
    private final FloatMatrix probabilities;
    private final long[] loads;
    private final double[] sums;
    private double entropies;
    private int rows;

    public RoutingMeter(Arena arena, TrainableMixture mixture) {
        this.experts = mixture.experts().subList(0, mixture.chosenFrom());
        this.fanOut = mixture.fanOut();
        this.probabilities = FloatMatrix.allocate(arena, 1, experts.size());
        this.loads = new long[experts.size()];
        this.sums = new double[experts.size()];
    }

    @Override
    public void routed(Kernels kernels, FloatMatrix scores, RoutingPlan plan) {
        rows += plan.rows();
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < fanOut && plan.chosen(row, rank) != RoutingPlan.NONE; rank++) {
                loads[plan.chosen(row, rank)]++;
            }
            probabilities.copyRowFrom(0, scores, row);
            kernels.softmax(probabilities, 0, 1);
            for (int expert = 0; expert < sums.length; expert++) {
                double share = probabilities.get(0, expert);
                sums[expert] += share;
                entropies += entropy(share);
            }
        }
    }

    private static double entropy(double share) {
        return share > 0 ? -share * StrictMath.log(share) : 0;
    }

    public RoutingReport report() {
        double total = Math.max(1, Arrays.stream(loads).sum());
        double mean = total / loads.length;
        double squares = Arrays.stream(loads)
                .mapToDouble(load -> (load - mean) * (load - mean))
                .sum();
        double marginal =
                Arrays.stream(sums).map(sum -> entropy(sum / Math.max(1, rows))).sum();
        return new RoutingReport(
                rows,
                fanOut,
                loads(total),
                Math.sqrt(squares / loads.length) / mean,
                noiseFloor(),
                Arrays.stream(loads).max().orElse(0) / mean - 1,
                marginal,
                entropies / Math.max(1, rows),
                dead());
    }

    /// `sqrt((1 - K/E) / (T K / E))`.
    private double noiseFloor() {
        double share = (double) fanOut / loads.length;
        return rows == 0 ? Double.NaN : Math.sqrt((1 - share) / (rows * share));
    }

    private List<RoutingReport.ExpertLoad> loads(double total) {
        List<RoutingReport.ExpertLoad> list = new ArrayList<>();
        for (int expert = 0; expert < loads.length; expert++) {
            TrainableExpert one = experts.get(expert);
            list.add(new RoutingReport.ExpertLoad(one.id(), loads[expert], loads[expert] / total, one.size()));
        }
        return list;
    }

    private List<String> dead() {
        List<String> dead = new ArrayList<>();
        for (int expert = 0; expert < loads.length; expert++) {
            if (loads[expert] == 0) {
                dead.add(experts.get(expert).id());
            }
        }
        return dead;
    }
}
