// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Estimate;

/// The sum of some numbers and that of their squares. Owned by one thread.
final class Sums {
    private double sum;
    private double squares;
    private long count;

    void add(double value) {
        sum += value;
        squares += value * value;
        count++;
    }

    double sum() {
        return sum;
    }

    double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    Estimate mean(double reach) {
        return Estimate.mean(sum, squares, count, reach);
    }
}
