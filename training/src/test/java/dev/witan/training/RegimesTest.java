// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Mixture;
import dev.witan.kernels.Kernels;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.data.TargetReader;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.report.Quality;
import dev.witan.training.report.TrainingReport;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.SpecialtyMeter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Eight regimes with a rule each, and trainings with default options but for fewer epochs.
class RegimesTest {
    private static final int REGIMES = 8;
    private static final int INPUTS = 4;
    private static final int SEEDS = 5;
    private static final int ROWS = 2_500;

    /// What tells a row's regime, and what is predicted.
    private enum World {
        A_COLUMN_TELLS,
        A_COLUMN_OF_MANY_VALUES_TELLS,
        TWO_COLUMNS_TELL,
        THE_NUMBERS_TELL,
        OF_CLASSES
    }

    /// @param table without the regimes, unless a column tells them
    private record Made(Table table, String[] regimes) {}

    /// Per regime its own linear rule on the same numbers, far from those of the others.
    private static Made make(World world, long seed) {
        SeededNumbers rules = new SeededNumbers(77, seed);
        double[][] slopes = drawn(rules, 2);
        double[][] middles = drawn(rules, 4);
        SeededNumbers random = new SeededNumbers(seed);
        String[] regimes = new String[ROWS];
        String[] ones = new String[ROWS];
        String[] others = new String[ROWS];
        String[] values = new String[ROWS];
        String[] labels = new String[ROWS];
        double[][] inputs = new double[INPUTS][ROWS];
        double[] targets = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int regime = random.below(REGIMES);
            regimes[row] = "regime-" + regime;
            ones[row] = "one-" + regime / 2;
            others[row] = "other-" + regime % 2;
            values[row] = "value-" + (regime + REGIMES * (row % 5));
            for (int i = 0; i < INPUTS; i++) {
                double value = random.normal();
                inputs[i][row] = value + (world == World.THE_NUMBERS_TELL ? middles[regime][i] : 0);
                targets[row] += slopes[regime][i] * value;
            }
            targets[row] += 0.1 * random.normal();
            labels[row] = targets[row] > 0 ? "yes" : "no";
        }
        List<TableColumn> columns = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            columns.add(new TableColumn.Numbers("input-" + i, inputs[i]));
        }
        columns.addAll(
                switch (world) {
                    case A_COLUMN_TELLS, OF_CLASSES -> List.of(new TableColumn.Texts("regime", regimes));
                    case A_COLUMN_OF_MANY_VALUES_TELLS -> List.of(new TableColumn.Texts("value", values));
                    case TWO_COLUMNS_TELL ->
                        List.of(new TableColumn.Texts("one", ones), new TableColumn.Texts("other", others));
                    case THE_NUMBERS_TELL -> List.of();
                });
        columns.add(
                world == World.OF_CLASSES
                        ? new TableColumn.Texts("target", labels)
                        : new TableColumn.Numbers("target", targets));
        return new Made(new Table("regimes", columns), regimes);
    }

    private static double[][] drawn(SeededNumbers random, double scale) {
        return IntStream.range(0, REGIMES)
                .mapToObj(_ -> IntStream.range(0, INPUTS)
                        .mapToDouble(_ -> scale * random.normal())
                        .toArray())
                .toArray(double[][]::new);
    }

    private static TrainedMixture train(Made made, long seed) {
        TrainingOptions options = TrainingOptions.predict("target")
                .seed(seed)
                .epochs(20)
                .threads(2)
                .build();
        return Trainer.train(made.table(), options, ProgressListener.none(), Kernels.choose());
    }

    @ParameterizedTest
    @EnumSource
    void theGateFindsThem(World world) {
        Made made = make(world, 1);
        TrainedMixture trained = train(made, 1);

        assertThat(information(trained, made)).isGreaterThan(0.9);
        assertThat(trained.report().notices()).anyMatch(notice -> notice.contains("regimes"));
    }

    @Test
    void theMixtureBeatsTheDenseNetworkOfEqualActiveSizeByMoreThanTheSpreadOverSeeds() {
        Made made = make(World.A_COLUMN_TELLS, 1);
        double[] mixtures = new double[SEEDS];
        double[] networks = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            TrainedMixture trained = train(made, seed + 1);
            TrainingReport.Comparison dense = trained.report().comparisons().getLast();
            assertThat((double) dense.activeParameters())
                    .isBetween(
                            0.9 * trained.report().activeParameters(),
                            1.1 * trained.report().activeParameters());
            assertThat(information(trained, made)).isGreaterThan(0.9);
            mixtures[seed] = rmse(trained.report().quality());
            networks[seed] = rmse(dense.quality());
        }
        double worst = Arrays.stream(mixtures).max().orElseThrow();
        assertThat(Arrays.stream(networks).min().orElseThrow()).isGreaterThan(1.2 * worst);
    }

    private static double rmse(Quality quality) {
        return ((Quality.Regression) quality).rmse();
    }

    /// What the first expert of a row tells about its regime, as a share of what there is to tell.
    private static double information(TrainedMixture trained, Made made) {
        Table table = made.table();
        try (Arena arena = Arena.ofShared();
                Crew crew = new Crew(1)) {
            Mixture mixture = trained.mixture("regimes", 1, "", Kernels.choose(), arena);
            Table told = new Table("told", List.of(new TableColumn.Texts("regime", made.regimes())));
            Target regimes = TargetReader.read(told, "regime", TargetKind.MULTI_CLASS);
            int[] rows = IntStream.range(0, table.rows()).toArray();
            List<String> ids = trained.experts().stream().map(TrainedExpert::id).toList();
            SpecialtyMeter meter = new SpecialtyMeter(regimes, rows, ids);
            List<String> columns = table.columns().stream()
                    .map(TableColumn::name)
                    .filter(name -> !name.equals("target"))
                    .toList();
            new Predictor(arena, crew, mixture.layer(), 256)
                    .predict(
                            (row, values) -> mixture.encoder().encode(table.request(columns, row, 1), values),
                            rows,
                            mixture.layer().router(),
                            meter);
            return meter.report().information() / meter.report().entropy();
        }
    }
}
