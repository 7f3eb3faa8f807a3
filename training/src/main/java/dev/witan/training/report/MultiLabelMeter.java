// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import dev.witan.training.data.Target;
import java.util.ArrayList;
import java.util.List;

/// Measures labels of which any number may hold. A label is told where its logit is not negative.
final class MultiLabelMeter {
    private MultiLabelMeter() {}

    static Quality measure(Target target, int[] rows, float[] logits) {
        int width = target.classes().size();
        List<LabelQuality> labels = new ArrayList<>();
        Counts all = new Counts();
        double loss = 0;
        for (int label = 0; label < width; label++) {
            boolean[] isHeld = new boolean[rows.length];
            float[] scores = new float[rows.length];
            Counts own = new Counts();
            for (int i = 0; i < rows.length; i++) {
                isHeld[i] = target.holds(rows[i], label);
                scores[i] = logits[i * width + label];
                own.add(isHeld[i], scores[i] >= 0);
                loss += loss(isHeld[i], scores[i]);
            }
            all.add(own);
            labels.add(new LabelQuality(
                    target.classes().get(label), own.held(), QualityMeter.auc(isHeld, scores), own.f1()));
        }
        double auc = labels.stream()
                .mapToDouble(LabelQuality::auc)
                .filter(each -> !Double.isNaN(each))
                .average()
                .orElse(Double.NaN);
        double count = Math.max(1, rows.length);
        return new Quality.MultiLabel(
                rows.length, auc, loss / count / width, exact(target, rows, logits) / count, all.f1(), labels);
    }

    private static double loss(boolean isHeld, float logit) {
        double tail = StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
        return Math.max(logit, 0) - (isHeld ? logit : 0) + tail;
    }

    private static int exact(Target target, int[] rows, float[] logits) {
        int width = target.classes().size();
        int exact = 0;
        for (int i = 0; i < rows.length; i++) {
            boolean isRight = true;
            for (int label = 0; label < width; label++) {
                isRight &= target.holds(rows[i], label) == (logits[i * width + label] >= 0);
            }
            exact += isRight ? 1 : 0;
        }
        return exact;
    }

    /// How often labels held, were told, and both.
    private static final class Counts {
        private int held;
        private int told;
        private int both;

        void add(boolean isHeld, boolean isTold) {
            held += isHeld ? 1 : 0;
            told += isTold ? 1 : 0;
            both += isHeld && isTold ? 1 : 0;
        }

        void add(Counts other) {
            held += other.held;
            told += other.told;
            both += other.both;
        }

        int held() {
            return held;
        }

        double f1() {
            return held + told == 0 ? Double.NaN : 2.0 * both / (held + told);
        }
    }
}
