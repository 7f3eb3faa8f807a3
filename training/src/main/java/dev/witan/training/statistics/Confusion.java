// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// How often each class was answered for the rows of each class. Owned by one thread while rows are added.
public final class Confusion {
    private static final int DRAWS = 400;

    private final long[][] counts;

    public Confusion(int classes) {
        this.counts = new long[classes][classes];
    }

    /// Counts a row.
    public void add(int actual, int predicted) {
        counts[actual][predicted]++;
    }

    public int classes() {
        return counts.length;
    }

    public long count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /// The rows that are of a class.
    public long actual(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    /// The rows that a class was answered for.
    public long predicted(int label) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[label];
        }
        return sum;
    }

    public long rows() {
        long sum = 0;
        for (long[] row : counts) {
            sum += Arrays.stream(row).sum();
        }
        return sum;
    }

    public long right() {
        long sum = 0;
        for (int label = 0; label < counts.length; label++) {
            sum += counts[label][label];
        }
        return sum;
    }

    /// The share of the answers of a class that are right.
    public Estimate precision(int label, double reach) {
        return Estimate.share(counts[label][label], predicted(label), reach);
    }

    /// The share of a class's rows that are told.
    public Estimate recall(int label, double reach) {
        return Estimate.share(counts[label][label], actual(label), reach);
    }

    /// The harmonic mean of both; not a number where a class neither occurs nor is answered.
    public double f1(int label) {
        long together = actual(label) + predicted(label);
        return together == 0 ? Double.NaN : 2.0 * counts[label][label] / together;
    }

    /// The mean of the F1 of all classes that occur.
    public double macroF1() {
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < counts.length; label++) {
            if (actual(label) > 0) {
                occurring++;
                sum += f1(label);
            }
        }
        return occurring == 0 ? Double.NaN : sum / occurring;
    }

    /// A figure of this table with the interval of those of tables that are drawn from it: every row comes as
    /// often as Poisson's distribution says. The seed is fixed, so that the interval is the same every time.
    public Estimate drawn(ToDoubleFunction<Confusion> figure, double reach) {
        double value = figure.applyAsDouble(this);
        if (Double.isNaN(value)) {
            return Estimate.NONE;
        }
        PoissonDraws draws = new PoissonDraws(rows());
        double[] values = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            values[i] = figure.applyAsDouble(drawn(draws));
        }
        double[] known =
                Arrays.stream(values).filter(it -> !Double.isNaN(it)).sorted().toArray();
        double tail = 1 - Normal.probability(reach);
        return known.length < 2
                ? Estimate.plain(value)
                : new Estimate(value, quantile(known, tail), quantile(known, 1 - tail));
    }

    private static double quantile(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private Confusion drawn(PoissonDraws draws) {
        Confusion drawn = new Confusion(counts.length);
        for (int actual = 0; actual < counts.length; actual++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (counts[actual][predicted] > 0) {
                    drawn.counts[actual][predicted] = draws.next((double) counts[actual][predicted]);
                }
            }
        }
        return drawn;
    }
}
