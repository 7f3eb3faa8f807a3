// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Four rows of which the quantiles 0.25 and 0.75 are told to be 0 and 10.
class QuantileAnswersTest {
    private static final double[] LABELS = {-2, 4, 8, 13};

    private static QuantileAnswers answers(double[] labels) {
        Target target = Target.quantiles("price", List.of(0.25, 0.75), labels);
        QuantileAnswers answers = (QuantileAnswers) Answers.of(target, new RowPages());
        for (int row = 0; row < labels.length; row++) {
            answers.add(new float[] {0, 10}, 0, target, row);
        }
        return answers;
    }

    @Test
    void figuresAreByHand() {
        Measures measures = answers(LABELS).measures(_ -> true, 1);
        double low = 0.75 * 2 + 0.25 * (4 + 8 + 13);
        double high = 0.25 * (12 + 6 + 2) + 0.75 * 3;
        assertThat(measures.of(Measure.PINBALL).value()).isCloseTo((low + high) / 8, within(1e-12));
        // The rows' own quantiles are 4 and 13, and lose as much.
        assertThat(measures.of(Measure.SKILL).value()).isCloseTo(0, within(1e-12));
        assertThat(measures.of(Measure.COVERAGE_ERROR).value()).isZero();
        assertThat(measures.of(Measure.INTERVAL_COVERAGE).value()).isEqualTo(0.5);
        assertThat(measures.of(Measure.INTERVAL_WIDTH).value()).isEqualTo(10);
    }

    /// Without the highest label a third is below the first level and all are below the second.
    @Test
    void someRowsHaveACoverageOfTheirOwn() {
        Measures measures = answers(LABELS).measures(row -> row < 3, 1);
        assertThat(measures.of(Measure.COVERAGE_ERROR).value())
                .isCloseTo((1 / 3.0 - 0.25 + 1 - 0.75) / 2, within(1e-12));
        assertThat(measures.of(Measure.INTERVAL_COVERAGE).value()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void levelsAndIntervalsAreCounted() {
        Anatomy.Quantiles anatomy = (Anatomy.Quantiles) answers(LABELS).anatomy(_ -> true, 1);
        assertThat(anatomy.between()).containsExactly(1L, 2L, 1L);
        assertThat(anatomy.levels())
                .extracting(level -> level.coverage().value())
                .containsExactly(0.25, 0.75);
        assertThat(anatomy.levels().getLast().pinball().value()).isCloseTo(7.25 / 4, within(1e-12));
        Anatomy.IntervalFigures interval = anatomy.intervals().getFirst();
        assertThat(interval.expected()).isEqualTo(0.5);
        assertThat(interval.coverage().value()).isEqualTo(0.5);
        assertThat(anatomy.byWidth()).hasSize(1);
        assertThat(anatomy.byWidth().getFirst().predicted()).isEqualTo(10);
    }

    /// Single precision would round them to 1,000,000,000 and 1,000,000,064.
    @Test
    void largeLabelsKeepAllTheirDigits() {
        Target target = new Target("count", dev.witan.training.data.TargetKind.REGRESSION, List.of(), new double[] {
            1_000_000_001, 1_000_000_031
        });
        Answers answers = Answers.of(target, new RowPages());
        for (int row = 0; row < 2; row++) {
            answers.add(new float[] {1_000_000_000}, 0, target, row);
        }
        Measures measures = answers.measures(_ -> true, 1);
        assertThat(measures.of(Measure.MEAN_RESIDUAL).value()).isEqualTo(16);
        assertThat(measures.of(Measure.MEAN_ABSOLUTE_ERROR).value()).isEqualTo(16);
        assertThat(measures.of(Measure.RMSE).value()).isCloseTo(Math.sqrt((1 + 31 * 31) / 2.0), within(1e-12));
    }
}
