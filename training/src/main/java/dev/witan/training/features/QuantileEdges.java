// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import java.util.Arrays;

/// The edges of a number's bins: quantiles of the values that training saw, made for columns with heavy values.
///
/// A column such as a capital gain is zero nine times in ten, and plain quantiles would then have nine edges in ten
/// there. Here a value heavier than a bin takes one edge, the bins left are shared out over the values left, and the
/// value before a heavy one becomes an edge too, so that the heavy value can have an effect of its own.
final class QuantileEdges {
    private final double[] sorted;
    private final double[] edges;
    private final int binsMax;
    private int count;

    private QuantileEdges(double[] sorted, int binsMax) {
        this.sorted = sorted;
        this.binsMax = binsMax;
        this.edges = new double[2 * binsMax + 2];
    }

    /// Strictly increasing edges of `binsMax` bins, or a few more; none when the values are all the same.
    ///
    /// @param values finite
    static double[] of(double[] values, int binsMax) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        QuantileEdges edges = new QuantileEdges(sorted, binsMax);
        edges.sweep();
        return edges.count < 2 ? new double[0] : Arrays.copyOf(edges.edges, edges.count);
    }

    private void sweep() {
        double left = sorted.length;
        int bins = binsMax;
        double open = 0;
        double before = Double.NaN;
        for (int from = 0; from < sorted.length; ) {
            int to = after(from);
            double value = sorted[from];
            int weight = to - from;
            if (from == 0) {
                add(value);
            }
            open += weight;
            if (open * bins >= left) {
                if (weight * (double) bins >= left && from > 0) {
                    add(before);
                }
                add(value);
                left -= open;
                bins = Math.max(1, bins - 1);
                open = 0;
            }
            before = value;
            from = to;
        }
        if (sorted.length > 0) {
            add(sorted[sorted.length - 1]);
        }
    }

    private int after(int from) {
        int to = from;
        while (to < sorted.length && sorted[to] == sorted[from]) {
            to++;
        }
        return to;
    }

    private void add(double edge) {
        boolean isNew = count == 0 || edge > edges[count - 1];
        if (isNew && count < edges.length) {
            edges[count++] = edge;
        }
    }
}
