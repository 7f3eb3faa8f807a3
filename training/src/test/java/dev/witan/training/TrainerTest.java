// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.kernels.Kernels;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.Table;
import dev.witan.training.report.Quality;
import dev.witan.training.step.Trial;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
    private static final int ROWS = 900;
    private final Kernels kernels = Kernels.choose();

    private static TrainingOptionsBuilder options() {
        return TrainingOptions.predict("target").experts(4).epochs(12).threads(2);
    }

    private TrainedMixture train(Table table, TrainingOptionsBuilder options) {
        return Trainer.train(table, options.build(), ProgressListener.none(), kernels);
    }

    @Test
    void learnsWhatNoLinearMapCan() {
        TrainedMixture trained =
                train(SyntheticTables.binary(1, ROWS), options().epochs(20));

        double auc = trained.report().quality().figure();
        assertThat(auc).isGreaterThan(0.9);
        assertThat(trained.report().comparisons().getFirst().name()).isEqualTo("linear network");
        assertThat(trained.report().comparisons().getFirst().quality().figure()).isLessThan(auc - 0.1);
    }

    @Test
    void servesInMemoryWithTheQualityThatItWasTrainedTo() {
        Table table = SyntheticTables.binary(1, ROWS);
        TrainedMixture trained = train(table, options().epochs(20));
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture("synthetic", 1, "digest", kernels, arena);

            Quality other = Evaluation.measure(mixture, SyntheticTables.binary(2, 500), "target", 2);

            assertThat(other.rows()).isEqualTo(500);
            assertThat(other.figure()).isGreaterThan(0.9);
        }
    }

    @Test
    void learnsClassesAndNumbers() {
        Quality.MultiClass classes = (Quality.MultiClass)
                train(SyntheticTables.multiClass(1, ROWS), options().epochs(30))
                        .report()
                        .quality();
        Quality.Regression numbers = (Quality.Regression)
                train(SyntheticTables.regression(1, ROWS), options().epochs(30))
                        .report()
                        .quality();

        assertThat(classes.accuracy()).isGreaterThan(0.65);
        assertThat(numbers.r2()).isGreaterThan(0.6);
        assertThat(numbers.rmse()).isLessThan(30);
    }

    @ParameterizedTest
    @EnumSource(Balance.class)
    void givesTheSameBitsWhateverTheNumberOfThreadsAndTheKernels(Balance balance) {
        Table table = SyntheticTables.binary(3, 300);
        TrainingOptionsBuilder options = options()
                .balance(balance)
                .trial(balance == Balance.LOAD ? Trial.NOISE : Trial.NONE)
                .epochs(3);

        List<Float> expected = Bits.of(train(table, options.threads(1)));

        assertThat(Bits.of(train(table, options.threads(2)))).isEqualTo(expected);
        assertThat(Bits.of(train(table, options.threads(3)))).isEqualTo(expected);
        for (Kernels other : Kernels.available()) {
            assertThat(Bits.of(Trainer.train(table, options.build(), ProgressListener.none(), other)))
                    .as(other.name())
                    .isEqualTo(expected);
        }
        assertThat(Bits.of(train(table, options.seed(9)))).isNotEqualTo(expected);
    }

    @Test
    void keepsEveryExpertInUse() {
        TrainedMixture trained = train(SyntheticTables.binary(1, ROWS), options());

        assertThat(trained.report().routing().deadExperts()).isEmpty();
        assertThat(trained.report().routing().maxViolation()).isLessThan(1);
        assertThat(trained.router().selectionBias()).isNotEqualTo(new float[4]);
    }

    @Test
    void tellsHowFarItIsUntilTheEnd() {
        List<Long> steps = new ArrayList<>();
        List<Long> totals = new ArrayList<>();

        Trainer.train(
                SyntheticTables.binary(1, 200),
                options().epochs(2).build(),
                (step, total, _) -> {
                    steps.add(step);
                    totals.add(total);
                },
                kernels);

        assertThat(steps).isSorted();
        assertThat(steps.getLast()).isEqualTo(totals.getLast()).isPositive();
    }

    @Test
    void reportsInWords() {
        String text = train(SyntheticTables.multiClass(1, 200), options().epochs(2))
                .report()
                .text();

        assertThat(text)
                .contains("mixture, 2 of 4 experts", "linear network", "dense network", "corpus sha256:")
                .contains("load per expert", "at random", "gate entropy");
    }

    @Test
    void refusesFanOutOneWithTheReason() {
        assertThatThrownBy(() -> options().fanOut(1).build())
                .hasMessageContaining("the gate gets nothing to learn from");
        assertThatThrownBy(() -> options().fanOut(5).build()).hasMessage("fanOut must be between 2 and 4: 5");
    }

    @Test
    void refusesATestWithoutTheTargetBeforeAnythingIsTrained() {
        List<Long> steps = new ArrayList<>();

        assertThatThrownBy(() -> Trainer.train(
                        TrainingInput.of(SyntheticTables.binary(1, 200))
                                .withTests(List.of(SyntheticTables.regression(1, 20))),
                        options().build(),
                        (step, _, _) -> steps.add(step),
                        kernels))
                .hasMessageContaining("a label must be one of");
        assertThat(steps).isEmpty();
    }

    @Test
    void refusesATableThatIsTooShort() {
        assertThatThrownBy(() -> train(SyntheticTables.binary(1, 19), options()))
                .hasMessage("synthetic: a training needs at least 20 rows: 19");
    }
}
