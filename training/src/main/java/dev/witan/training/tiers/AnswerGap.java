// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import dev.witan.training.data.TargetKind;
import java.util.stream.IntStream;

/// How far a cheaper answer is from the full one: the divergence of the distributions that they tell (Kullback and
/// Leibler, in nats), or half the squared difference of two numbers.
final class AnswerGap {
    private AnswerGap() {}

    /// The gap of one row, whose outputs start at `from` in both.
    static double of(TargetKind kind, float[] full, float[] cheap, int from, int outputs) {
        return switch (kind) {
            case BINARY -> binary(full[from], cheap[from]);
            case MULTI_CLASS -> multiClass(full, cheap, from, outputs);
            case MULTI_LABEL ->
                IntStream.range(from, from + outputs)
                        .mapToDouble(i -> binary(full[i], cheap[i]))
                        .sum();
            case QUANTILE ->
                IntStream.range(from, from + outputs)
                        .mapToDouble(i -> squared(full[i], cheap[i]))
                        .sum();
            case MULTI_TASK -> throw new IllegalArgumentException("tiers are for mixtures of one task");
            case REGRESSION -> squared(full[from], cheap[from]);
        };
    }

    private static double squared(float full, float cheap) {
        return (full - cheap) * (double) (full - cheap) / 2;
    }

    /// `p log(p/q) + (1-p) log((1-p)/(1-q))`, of logits.
    private static double binary(double full, double cheap) {
        double p = 1 / (1 + StrictMath.exp(-full));
        return Math.max(0, p * (full - cheap) + softPlus(cheap) - softPlus(full));
    }

    private static double softPlus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double multiClass(float[] full, float[] cheap, int from, int outputs) {
        double ofFull = logSum(full, from, outputs);
        double ofCheap = logSum(cheap, from, outputs);
        double sum = 0;
        for (int i = from; i < from + outputs; i++) {
            double log = full[i] - ofFull;
            sum += StrictMath.exp(log) * (log - (cheap[i] - ofCheap));
        }
        return Math.max(0, sum);
    }

    private static double logSum(float[] logits, int from, int outputs) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + outputs; i++) {
            highest = Math.max(highest, logits[i]);
        }
        double sum = 0;
        for (int i = from; i < from + outputs; i++) {
            sum += StrictMath.exp(logits[i] - highest);
        }
        return highest + StrictMath.log(sum);
    }
}
