// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.Table;
import dev.witan.training.hand.Hinge;
import dev.witan.training.report.Quality;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TierTrainingTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private static Table table(int rows, IntToDoubleFunction above) {
        double[] x = new double[rows];
        double[] errors = new double[rows];
        Arrays.setAll(x, row -> row / (double) rows);
        Arrays.setAll(errors, above);
        return Hinge.table(x, errors);
    }

    private TierPlan fit(Table table, double loss) {
        return TierTraining.fit(Hinge.mixture(arena), table, "y", Hinge.TIERS, loss, 1);
    }

    @Test
    void rowsOnWhichTheExpertsAgreeGoToTheCheapOne() {
        TierPlan plan = fit(table(600, _ -> 0.1), 0);

        assertThat(plan.weights()).hasSize(1);
        assertThat(plan.weights().getFirst()).as("the gap grows with x").isCloseTo(1, within(0.01f));
        assertThat(plan.constant()).isCloseTo(0, within(0.01f));
        assertThat(plan.thresholds().getFirst()).isCloseTo(0.5f, within(0.01f));
        assertThat(plan.fanOuts()).containsExactly(1, 1);
        TierPlan.Report report = plan.report();
        assertThat(report.shares()).containsExactly(0.5, 0.5);
        assertThat(report.computeBefore()).isEqualTo(2);
        assertThat(report.computeAfter()).isEqualTo(1.5);
        assertThat(report.overhead()).isEqualTo(1);
        assertThat(report.saved()).isCloseTo(1 - (1.5 + 1) / 2, within(1e-12));
        assertThat(report.after()).isEqualTo(report.before());
    }

    /// The rows that fit the score and those that choose the thresholds are off by 0.1, the others by 0.3.
    @Test
    void whatIsSavedIsMeasuredOnRowsThatHadNoPartInIt() {
        TierPlan.Report report =
                fit(table(600, row -> row % 3 == 2 ? 0.3 : 0.1), 0.05).report();

        Quality.Regression before = (Quality.Regression) report.before();
        assertThat(before.rows()).isEqualTo(200);
        assertThat(before.rmse()).isCloseTo(0.3, within(1e-6));
    }

    @Test
    void sameRowsGiveTheSamePlan() {
        Table table = table(300, row -> row % 7 / 10.0);

        assertThat(fit(table, 0.01)).isEqualTo(fit(table, 0.01));
    }

    @Test
    void refusesWhatNothingCanBeLearnedFrom() {
        assertThatThrownBy(() -> fit(table(299, _ -> 0), 0))
                .hasMessage("rows to fit tiers to must be between 300 and 2147483647: 299");
        assertThatThrownBy(() -> fit(table(300, _ -> 0), 1))
                .hasMessage("the loss of quality must be at least 0 and below 1: 1.0");
        assertThatThrownBy(() ->
                        TierTraining.fit(Hinge.mixture(arena), table(300, _ -> 0), "y", new int[] {2, 2}, 0.01, 1))
                .hasMessage("number of tiers must be between 2 and 4: 1");
    }
}
