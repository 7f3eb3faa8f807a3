// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import dev.witan.model.config.HeadConfig;
import dev.witan.training.data.Table;
import dev.witan.training.data.Target;
import java.util.Locale;

/// How well a chat mixture's gate sends texts that it did not learn from.
///
/// @param corpusDigest SHA-256 of the table
/// @param rows of the table
/// @param trained rows that were learned from
/// @param heldOut rows that were not
/// @param accuracy the share of those that the gate sends where they belong
/// @param sure the share of those that the gate is sure of
/// @param sureAccuracy the share of these that it sends where they belong; 0 when there are none
/// @param confidence from which on it counts as sure
/// @param temperature that the scores were divided by
/// @param seconds that the training took
public record ChatReport(
        String corpusDigest,
        int rows,
        int trained,
        int heldOut,
        double accuracy,
        double sure,
        double sureAccuracy,
        double confidence,
        double temperature,
        double seconds) {

    /// Measures logits.
    ///
    /// @param logits of the held-out rows, row after row
    public static ChatReport of(
            Table table,
            Target target,
            int trained,
            int[] heldOut,
            float[] logits,
            double temperature,
            HeadConfig.Chat head,
            double seconds) {
        int classes = target.classes().size();
        int right = 0;
        int sure = 0;
        int sureAndRight = 0;
        for (int i = 0; i < heldOut.length; i++) {
            int best = best(logits, i * classes, classes);
            boolean isRight = best == target.classOf(heldOut[i]);
            boolean isSure = share(logits, i * classes, classes, best, temperature) >= head.confidence();
            right += isRight ? 1 : 0;
            sure += isSure ? 1 : 0;
            sureAndRight += isRight && isSure ? 1 : 0;
        }
        return new ChatReport(
                table.digest(),
                table.rows(),
                trained,
                heldOut.length,
                (double) right / heldOut.length,
                (double) sure / heldOut.length,
                sure == 0 ? 0 : (double) sureAndRight / sure,
                head.confidence(),
                temperature,
                seconds);
    }

    private static int best(float[] logits, int from, int classes) {
        int best = 0;
        for (int label = 1; label < classes; label++) {
            best = logits[from + label] > logits[from + best] ? label : best;
        }
        return best;
    }

    private static double share(float[] logits, int from, int classes, int best, double temperature) {
        double sum = 0;
        for (int label = 0; label < classes; label++) {
            sum += StrictMath.exp((logits[from + label] - logits[from + best]) / temperature);
        }
        return 1 / sum;
    }

    /// The report as a person reads it.
    public String text() {
        return String.format(
                Locale.ROOT,
                """
                texts        %d learned from, %d held out
                accuracy     %.1f %% of the held-out texts go to the expert that they belong to
                confidence   the gate is sure (%.2f or more) of %.1f %% of them, and right in %.1f %% of these
                temperature  %.3f
                trained in   %.1f s""",
                trained,
                heldOut,
                100 * accuracy,
                confidence,
                100 * sure,
                100 * sureAccuracy,
                temperature,
                seconds);
    }
}
