// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.data.Target;
import dev.witan.training.report.Specialisation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Counts, batch after batch, to which expert the rows of each class went first. Owned by one thread.
public final class SpecialtyMeter implements RoutingWatch {
    private final Target target;
    private final int[] rows;
    private final List<String> experts;
    private final long[][] firsts;
    private int seen;

    /// @param rows of the target, in the order in which they are routed
    public SpecialtyMeter(Target target, int[] rows, List<String> experts) {
        this.target = target;
        this.rows = rows;
        this.experts = List.copyOf(experts);
        this.firsts = new long[target.classes().size()][experts.size()];
    }

    @Override
    public void routed(Kernels kernels, FloatMatrix scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            firsts[target.classOf(rows[seen++])][first(plan, row)]++;
        }
    }

    private static int first(RoutingPlan plan, int row) {
        int first = 0;
        for (int rank = 1; rank < plan.fanOut() && plan.chosen(row, rank) != RoutingPlan.NONE; rank++) {
            boolean isGated = plan.column(row, rank) != RoutingPlan.NONE;
            first = isGated && plan.weight(row, rank) > plan.weight(row, first) ? rank : first;
        }
        return plan.chosen(row, first);
    }

    public Specialisation report() {
        Map<String, List<Long>> byClass = new LinkedHashMap<>();
        for (int label = 0; label < firsts.length; label++) {
            long[] counts = firsts[label];
            byClass.put(
                    target.classes().get(label),
                    IntStream.range(0, counts.length)
                            .mapToObj(expert -> counts[expert])
                            .toList());
        }
        return new Specialisation(experts, byClass);
    }
}
