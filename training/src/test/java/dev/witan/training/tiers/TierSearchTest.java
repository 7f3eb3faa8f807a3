// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.Table;
import dev.witan.training.data.TargetKind;
import dev.witan.training.data.TargetReader;
import dev.witan.training.hand.Hinge;
import dev.witan.training.report.Quality;
import dev.witan.training.step.Crew;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ten rows, 0.05 to 0.95, whose scores are sixteenths.
class TierSearchTest {
    private static final int LEVELS = 2;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private CutMeter meter(double above) {
        double[] x = new double[10];
        Arrays.setAll(x, row -> 0.05 + 0.1 * row);
        double[] errors = new double[10];
        double[] scores = new double[10];
        Arrays.setAll(scores, row -> row / 16.0);
        Arrays.fill(errors, above);
        Table table = Hinge.table(x, errors);
        float[][] rows = new float[10][];
        Arrays.setAll(rows, row -> new float[] {(float) x[row]});
        try (Crew crew = new Crew(1)) {
            TierAnswers answers = TierAnswers.of(Hinge.mixture(arena), new TierLevels(Hinge.TIERS), rows, crew);
            return new CutMeter(
                    answers,
                    TargetReader.read(table, "y", TargetKind.REGRESSION, List.of()),
                    IntStream.range(0, 10).toArray(),
                    scores);
        }
    }

    /// Every row is off by 0.1. Sent to the cheap expert, the rows above a half are off by 0.15, 0.25, …, so that the
    /// errors' root mean square grows by 6.07 %, then 28.5 %.
    @ParameterizedTest
    @CsvSource({"0, 0.3125, 1.5", "0.05, 0.3125, 1.5", "0.07, 0.375, 1.4", "0.28, 0.375, 1.4", "0.29, 0.4375, 1.3"})
    void theCheapestCutWithinTheLossIsTaken(double loss, float threshold, double cost) {
        CutMeter meter = meter(0.1);

        Cut cut = new TierSearch(meter, LEVELS, 1).best(loss);

        assertThat(cut.thresholds()).containsExactly(threshold);
        assertThat(cut.fanOuts()).containsExactly(1, 1);
        assertThat(meter.cost(cut)).isCloseTo(cost, within(1e-9));
    }

    @Test
    void answersThatAreExactMayLoseNothing() {
        CutMeter meter = meter(0);

        Cut cut = new TierSearch(meter, LEVELS, 1).best(0.5);

        assertThat(cut.thresholds()).as("half of nothing is nothing").containsExactly(0.3125f);
        assertThat(meter.quality(cut)).isEqualTo(meter.fullQuality());
    }

    @Test
    void aCutIsMeasuredOnTheRowsThatItIsFor() {
        CutMeter meter = meter(0.1);
        Cut all = new Cut(new double[] {1}, new int[] {1, 1});
        Cut none = new Cut(new double[] {0}, new int[] {1, 1});

        assertThat(meter.cost(all)).isEqualTo(1);
        assertThat(meter.cost(none)).isEqualTo(meter.fullCost()).isEqualTo(2);
        assertThat(meter.shares(all, LEVELS)).containsExactly(1.0, 0.0);
        assertThat(meter.quality(none)).isEqualTo(meter.fullQuality());
        assertThat(((Quality.Regression) meter.fullQuality()).rmse()).isCloseTo(0.1, within(1e-6));
    }
}
