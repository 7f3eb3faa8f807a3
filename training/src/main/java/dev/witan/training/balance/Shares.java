// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.engine.routing.RoutingPlan;

/// How a batch was shared out, as routed and before anything is dropped.
final class Shares {
    private Shares() {}

    /// How many rows went to each of the first `experts` experts; the others are always on.
    static int[] counts(RoutingPlan plan, int experts) {
        int[] counts = new int[experts];
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                if (plan.chosen(row, rank) < experts) {
                    counts[plan.chosen(row, rank)]++;
                }
            }
        }
        return counts;
    }

    /// The squared coefficient of variation, and its slope in each value.
    static double variation(double[] values, double[] slopes) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        int count = values.length;
        for (int i = 0; i < count; i++) {
            slopes[i] = sum == 0 ? 0 : 2 * count * (values[i] - squares / sum) / (sum * sum);
        }
        return sum == 0 ? 0 : count * squares / (sum * sum) - 1;
    }
}
