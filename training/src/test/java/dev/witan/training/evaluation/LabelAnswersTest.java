// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.Target;
import dev.witan.training.statistics.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Four rows with two labels. Of the first two are held and two told, one of them rightly; of the second three are
/// held and two told, both rightly.
class LabelAnswersTest {
    private static final float[][] LOGITS = {{1, 3}, {-1, 3}, {2, -3}, {-2, -3}};
    private static final double[] HELD = {1, 1, 0, 1, 0, 1, 1, 0};

    private static LabelAnswers answers() {
        Target target = Target.labels("tags", List.of("a", "b"), ",", HELD);
        LabelAnswers answers = (LabelAnswers) Answers.of(target, new RowPages());
        for (int row = 0; row < 4; row++) {
            answers.add(LOGITS[row], 0, target, row);
        }
        return answers;
    }

    private static void requireClose(Estimate estimate, double value) {
        assertThat(estimate.value()).isCloseTo(value, within(1e-9));
    }

    @Test
    void figuresOfAllLabelsAreByHand() {
        Measures measures = answers().measures(_ -> true, 1);
        assertThat(measures.rows()).isEqualTo(4);
        requireClose(measures.of(Measure.AUC), (1 / 4.0 + 2.5 / 3) / 2);
        requireClose(measures.of(Measure.EXACT), 2 / 4.0);
        requireClose(measures.of(Measure.MICRO_PRECISION), 3 / 4.0);
        requireClose(measures.of(Measure.MICRO_RECALL), 3 / 5.0);
        requireClose(measures.of(Measure.MICRO_F1), 6 / 9.0);
        requireClose(measures.of(Measure.MACRO_PRECISION), (1 / 2.0 + 1) / 2);
        requireClose(measures.of(Measure.MACRO_RECALL), (1 / 2.0 + 2 / 3.0) / 2);
        requireClose(measures.of(Measure.MACRO_F1), (0.5 + 0.8) / 2);
        double ofA = 2 * Math.log1p(Math.exp(-1)) + 2 * Math.log1p(Math.exp(2));
        double ofB = 3 * Math.log1p(Math.exp(-3)) + Math.log1p(Math.exp(3));
        requireClose(measures.of(Measure.LOG_LOSS), (ofA + ofB) / 8);
    }

    /// The rows move the mean F1 by 0.165, 0.04, -0.1425 and -0.0625.
    @Test
    void theMeanF1HasTheIntervalOfWhatEachRowMovesItBy() {
        Estimate f1 = answers().measures(_ -> true, 1).of(Measure.MACRO_F1);
        double half = Math.sqrt((0.165 * 0.165 + 0.04 * 0.04 + 0.1425 * 0.1425 + 0.0625 * 0.0625) * 4 / 3);
        assertThat(f1.low()).isCloseTo(0.65 - half, within(1e-9));
        assertThat(f1.high()).isCloseTo(0.65 + half, within(1e-9));
    }

    @Test
    void everyLabelHasFiguresOfItsOwn() {
        Anatomy.Labels anatomy = (Anatomy.Labels) answers().anatomy(_ -> true, 1);
        Anatomy.LabelFigures first = anatomy.labels().getFirst();
        assertThat(first.held()).isEqualTo(2);
        assertThat(first.told()).isEqualTo(2);
        requireClose(first.auc(), 0.25);
        requireClose(first.share(), 0.5);
        double told = 0;
        for (double logit : new double[] {1, -1, 2, -2}) {
            told += 1 / (1 + Math.exp(-logit)) / 4;
        }
        assertThat(first.probability()).isCloseTo(told, within(1e-9));
        Anatomy.LabelFigures second = anatomy.labels().getLast();
        requireClose(second.recall(), 2 / 3.0);
        requireClose(second.precision(), 1);
        assertThat(second.f1()).isCloseTo(0.8, within(1e-12));
        assertThat(anatomy.reliability().bins().stream()
                        .mapToLong(bin -> bin.rows())
                        .sum())
                .isEqualTo(8);
    }

    /// Nobody has the second label in the last row, and it is not told.
    @Test
    void aLabelThatNeitherHoldsNorIsToldIsInNoMean() {
        Measures measures = answers().measures(row -> row == 3, 1);
        assertThat(measures.of(Measure.AUC).isKnown()).isFalse();
        requireClose(measures.of(Measure.MACRO_RECALL), 0);
        assertThat(measures.of(Measure.MACRO_PRECISION).isKnown()).isFalse();
        requireClose(measures.of(Measure.EXACT), 0);
    }
}
