// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.util.Arrays;

/// Adds up what the experts of each row cost. Owned by one thread.
public final class CostMeter implements RoutingWatch {
    private final double[] costs;
    private final double[] rows;
    private int seen;

    /// @param costs of a row of each expert
    /// @param rows how many rows will be routed
    public CostMeter(double[] costs, int rows) {
        this.costs = costs.clone();
        this.rows = new double[rows];
    }

    @Override
    public void routed(Kernels kernels, FloatMatrix scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            double sum = 0;
            for (int rank = 0; rank < plan.count(row); rank++) {
                sum += costs[plan.chosen(row, rank)];
            }
            rows[seen++] = sum;
        }
    }

    /// What each row cost, in the order in which they were routed.
    public double[] rows() {
        return Arrays.copyOf(rows, seen);
    }

    /// What a row cost on average.
    public double mean() {
        return Arrays.stream(rows, 0, seen).average().orElse(0);
    }
}
