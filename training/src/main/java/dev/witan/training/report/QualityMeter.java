// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import dev.witan.training.data.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Measures combined outputs against the labels of their rows.
public final class QualityMeter {
    private static final double PROBABILITY_MIN = 1e-15;

    private QualityMeter() {}

    /// The quality of the outputs for some rows.
    ///
    /// @param rows of the target that the outputs belong to
    /// @param outputs row after row as [Judged] gives them: logits, or numbers in their unit
    public static Quality measure(Target target, int[] rows, float[] outputs) {
        return switch (target.kind()) {
            case BINARY -> binary(target, rows, outputs);
            case MULTI_CLASS -> multiClass(target, rows, outputs);
            case MULTI_LABEL -> MultiLabelMeter.measure(target, rows, outputs);
            case REGRESSION -> regression(target, rows, outputs);
            case QUANTILE -> QuantileMeter.measure(target, rows, outputs);
            case MULTI_TASK -> TaskMeter.measure(target, rows, outputs);
        };
    }

    private static Quality binary(Target target, int[] rows, float[] logits) {
        double loss = 0;
        int right = 0;
        for (int i = 0; i < rows.length; i++) {
            int label = target.classOf(rows[i]);
            double tail = StrictMath.log1p(StrictMath.exp(-Math.abs(logits[i])));
            loss += Math.max(logits[i], 0) - logits[i] * label + tail;
            right += (logits[i] >= 0 ? 1 : 0) == label ? 1 : 0;
        }
        double count = Math.max(1, rows.length);
        return new Quality.Binary(rows.length, auc(target, rows, logits), loss / count, right / count);
    }

    private static double auc(Target target, int[] rows, float[] scores) {
        boolean[] isPositive = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            isPositive[i] = target.classOf(rows[i]) == 1;
        }
        return auc(isPositive, scores);
    }

    /// The rank statistic of Mann and Whitney: equal scores share the mean of their ranks.
    static double auc(boolean[] isPositive, float[] scores) {
        int[] order = IntStream.range(0, isPositive.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[a], scores[b]))
                .mapToInt(i -> i)
                .toArray();
        double ranks = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int tied = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                tied += isPositive[order[to]] ? 1 : 0;
                to++;
            }
            ranks += tied * (from + 1 + to) / 2.0;
            positives += tied;
            from = Math.max(to, from + 1);
        }
        long negatives = isPositive.length - positives;
        return positives == 0 || negatives == 0
                ? Double.NaN
                : (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    private static Quality multiClass(Target target, int[] rows, float[] logits) {
        int width = target.classes().size();
        int[][] counts = new int[width][width];
        double loss = 0;
        for (int i = 0; i < rows.length; i++) {
            int label = target.classOf(rows[i]);
            counts[label][best(logits, i * width, width)]++;
            loss -= StrictMath.log(Math.max(PROBABILITY_MIN, probability(logits, i * width, width, label)));
        }
        double count = Math.max(1, rows.length);
        double right = IntStream.range(0, width).map(i -> counts[i][i]).sum();
        return new Quality.MultiClass(
                rows.length, right / count, macroF1(counts), loss / count, recalls(target, counts));
    }

    private static List<ClassRecall> recalls(Target target, int[][] counts) {
        return IntStream.range(0, counts.length)
                .mapToObj(label -> new ClassRecall(
                        target.classes().get(label),
                        Arrays.stream(counts[label]).sum(),
                        counts[label][label]))
                .toList();
    }

    private static int best(float[] logits, int at, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            best = logits[at + i] > logits[at + best] ? i : best;
        }
        return best;
    }

    private static double probability(float[] logits, int at, int width, int label) {
        double highest = logits[at + best(logits, at, width)];
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += StrictMath.exp(logits[at + i] - highest);
        }
        return StrictMath.exp(logits[at + label] - highest) / sum;
    }

    private static double macroF1(int[][] counts) {
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < counts.length; label++) {
            int actual = Arrays.stream(counts[label]).sum();
            int predicted = 0;
            for (int[] row : counts) {
                predicted += row[label];
            }
            if (actual > 0) {
                occurring++;
                sum += 2.0 * counts[label][label] / (actual + predicted);
            }
        }
        return occurring == 0 ? Double.NaN : sum / occurring;
    }

    private static Quality regression(Target target, int[] rows, float[] values) {
        double mean = Arrays.stream(rows)
                .mapToDouble(row -> target.value(row))
                .average()
                .orElse(0);
        double squares = 0;
        double absolutes = 0;
        double variance = 0;
        for (int i = 0; i < rows.length; i++) {
            double label = target.value(rows[i]);
            squares += (values[i] - label) * (values[i] - label);
            absolutes += Math.abs(values[i] - label);
            variance += (label - mean) * (label - mean);
        }
        double count = Math.max(1, rows.length);
        return new Quality.Regression(
                rows.length,
                Math.sqrt(squares / count),
                absolutes / count,
                variance > 0 ? 1 - squares / variance : Double.NaN);
    }
}
