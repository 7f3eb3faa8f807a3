// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeveralQualitiesTest {
    private static final int[] ROWS = {0, 1, 2, 3};

    @Test
    void labelsAreMeasuredEachByItselfAndTogether() {
        Target target = Target.labels("t", List.of("a", "b"), ",", new double[] {1, 0, 1, 1, 0, 0, 0, 1});
        float[] logits = {2, -1, 1, 1, -1, -2, 0.5f, -1};
        var quality = (Quality.MultiLabel) QualityMeter.measure(target, ROWS, logits);
        assertThat(quality.labels())
                .containsExactly(new LabelQuality("a", 2, 1, 0.8), new LabelQuality("b", 2, 0.875, 2.0 / 3));
        assertThat(quality.auc()).isEqualTo(0.9375);
        assertThat(quality.exact()).isEqualTo(0.75);
        assertThat(quality.microF1()).isEqualTo(2.0 * 3 / (4 + 4));
        double loss = 0;
        double[] margins = {2, 1, 1, 1, 1, 2, -0.5, -1};
        for (double margin : margins) {
            loss += Math.log1p(Math.exp(-margin)) / margins.length;
        }
        assertThat(quality.logLoss()).isCloseTo(loss, within(1e-12));
    }

    @Test
    void quantilesAreMeasuredByCoverageAndPinballLoss() {
        Target target = Target.quantiles("t", List.of(0.25, 0.75), new double[] {1, 2, 3, 4});
        float[] quantiles = {0, 2, 2, 3, 2, 4, 5, 6};
        var quality = (Quality.Quantile) QualityMeter.measure(target, ROWS, quantiles);
        assertThat(quality.levels().getFirst().coverage()).isEqualTo(0.5);
        assertThat(quality.levels().getLast().coverage()).isEqualTo(1);
        assertThat(quality.levels().getFirst().pinball()).isCloseTo((0.25 + 0 + 0.25 + 0.75) / 4, within(1e-12));
        assertThat(quality.levels().getLast().pinball()).isCloseTo(0.25 * (1 + 1 + 1 + 2) / 4, within(1e-12));
        assertThat(quality.figure()).isEqualTo(-quality.pinball());
    }

    @Test
    void tasksAreMeasuredOnTheRowsThatHaveTheirLabel() {
        Target target = Target.tasks(
                "t",
                List.of(
                        new Target("n", TargetKind.REGRESSION, List.of(), new double[] {1, 2, Double.NaN, 3}),
                        new Target("c", TargetKind.BINARY, List.of("no", "yes"), new double[] {0, 1, 1, Double.NaN})));
        float[] outputs = {1, -1, 2, 3, 100, 2, 3, -100};
        var quality = (Quality.Tasks) QualityMeter.measure(target, ROWS, outputs);
        assertThat(quality.tasks().get("n")).isEqualTo(new Quality.Regression(3, 0, 0, 1));
        var binary = (Quality.Binary) quality.tasks().get("c");
        assertThat(binary.rows()).isEqualTo(3);
        assertThat(binary.auc()).isEqualTo(1);
        double entropy = -(Math.log(1.0 / 3) + 2 * Math.log(2.0 / 3)) / 3;
        assertThat(quality.figure()).isCloseTo((1 + 1 - binary.logLoss() / entropy) / 2, within(1e-9));
    }
}
