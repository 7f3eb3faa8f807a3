// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What predicted numbers miss by: label less prediction.
///
/// @param quantiles of the residuals
/// @param columns how many residuals lie in each of some equal ranges between the 0.5th and the 99.5th
/// percentile
/// @param from where the first range begins
/// @param to where the last range ends; what lies beyond is counted in the outermost
/// @param groups rows in ascending order of their prediction, in equal parts
public record Residuals(List<Quantile> quantiles, List<Long> columns, double from, double to, List<Group> groups) {
    private static final double[] SHARES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    private static final double TAIL = 0.005;

    public Residuals {
        quantiles = List.copyOf(quantiles);
        columns = List.copyOf(columns);
        groups = List.copyOf(groups);
    }

    /// A value that a share of the residuals does not exceed.
    public record Quantile(double share, double value) {}

    /// Rows of like prediction.
    ///
    /// @param predicted the mean prediction
    /// @param actual the mean label
    /// @param low the label that a tenth of them does not exceed
    /// @param high the label that nine tenths do not exceed
    public record Group(double predicted, Estimate actual, double low, double high, long rows) {}

    /// Looks at predictions beside labels.
    public static Residuals of(double[] predicted, double[] actual, int columns, int groups, double reach) {
        double[] sorted = IntStream.range(0, predicted.length)
                .mapToDouble(i -> actual[i] - predicted[i])
                .sorted()
                .toArray();
        List<Quantile> quantiles = Arrays.stream(SHARES)
                .mapToObj(share -> new Quantile(share, quantile(sorted, share)))
                .toList();
        double from = quantile(sorted, TAIL);
        double to = Math.max(quantile(sorted, 1 - TAIL), Math.nextUp(from));
        return new Residuals(
                quantiles, columns(sorted, from, to, columns), from, to, groups(predicted, actual, groups, reach));
    }

    static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static List<Long> columns(double[] sorted, double from, double to, int columns) {
        long[] counts = new long[columns];
        for (double residual : sorted) {
            counts[Math.clamp((long) ((residual - from) / (to - from) * columns), 0, columns - 1)]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    private static List<Group> groups(double[] predicted, double[] actual, int groups, double reach) {
        int[] order = IntStream.range(0, predicted.length)
                .boxed()
                .sorted((a, b) -> Double.compare(predicted[a], predicted[b]))
                .mapToInt(i -> i)
                .toArray();
        List<Group> list = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int from = (int) ((long) order.length * group / groups);
            int to = (int) ((long) order.length * (group + 1) / groups);
            if (from < to) {
                list.add(group(predicted, actual, Arrays.copyOfRange(order, from, to), reach));
            }
        }
        return list;
    }

    private static Group group(double[] predicted, double[] actual, int[] rows, double reach) {
        double sum = 0;
        double squares = 0;
        double predictions = 0;
        for (int row : rows) {
            sum += actual[row];
            squares += actual[row] * actual[row];
            predictions += predicted[row];
        }
        double[] labels =
                Arrays.stream(rows).mapToDouble(row -> actual[row]).sorted().toArray();
        return new Group(
                predictions / rows.length,
                Estimate.mean(sum, squares, rows.length, reach),
                quantile(labels, 0.1),
                quantile(labels, 0.9),
                rows.length);
    }
}
