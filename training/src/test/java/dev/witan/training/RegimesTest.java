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
import dev.witan.training.step.Choice;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.SpecialtyMeter;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Eight regimes with a rule each.
class RegimesTest {
    private static final int REGIMES = 8;
    private static final int INPUTS = 4;

    /// Per regime its own linear rule on the same numbers, far from those of the others.
    static Table table(long seed, int rows) {
        SeededNumbers rules = new SeededNumbers(77);
        double[][] slopes = new double[REGIMES][INPUTS];
        for (double[] slope : slopes) {
            for (int i = 0; i < INPUTS; i++) {
                slope[i] = 2 * rules.normal();
            }
        }
        SeededNumbers random = new SeededNumbers(seed);
        String[] regimes = new String[rows];
        double[][] inputs = new double[INPUTS][rows];
        double[] targets = new double[rows];
        for (int row = 0; row < rows; row++) {
            int regime = random.below(REGIMES);
            regimes[row] = "regime-" + regime;
            for (int i = 0; i < INPUTS; i++) {
                inputs[i][row] = random.normal();
                targets[row] += slopes[regime][i] * inputs[i][row];
            }
            targets[row] += 0.1 * random.normal();
        }
        return new Table(
                "regimes",
                List.of(
                        new TableColumn.Texts("regime", regimes),
                        new TableColumn.Numbers("a", inputs[0]),
                        new TableColumn.Numbers("b", inputs[1]),
                        new TableColumn.Numbers("c", inputs[2]),
                        new TableColumn.Numbers("d", inputs[3]),
                        new TableColumn.Numbers("target", targets)));
    }

    /// Eight linear experts, since each rule is linear; the dense network has a hidden layer.
    private static TrainingOptions options() {
        return TrainingOptions.predict("target")
                .shapes(IntStream.range(0, REGIMES)
                        .mapToObj(i -> ExpertShape.network("expert-" + i))
                        .toArray(ExpertShape[]::new))
                .choice(Choice.EXPERTS)
                .learningRate(0.03)
                .weightDecay(0)
                .dropout(0)
                .batchRows(64)
                .epochs(40)
                .threads(2)
                .build();
    }

    @Test
    void theGateFindsThemAndTheMixtureBeatsTheDenseNetworkOfEqualActiveSize() {
        Table table = table(1, 3_000);
        TrainedMixture trained = Trainer.train(table, options(), ProgressListener.none(), Kernels.choose());

        assertThat(information(trained, table)).isGreaterThan(0.9);
        TrainingReport report = trained.report();
        TrainingReport.Comparison dense = report.comparisons().getLast();
        assertThat((double) dense.activeParameters())
                .isBetween(0.9 * report.activeParameters(), 1.1 * report.activeParameters());
        assertThat(rmse(report.quality())).isLessThan(0.75 * rmse(dense.quality()));
    }

    private static double rmse(Quality quality) {
        return ((Quality.Regression) quality).rmse();
    }

    /// What the first expert of a row tells about its regime, as a share of what there is to tell.
    private static double information(TrainedMixture trained, Table table) {
        Kernels kernels = Kernels.choose();
        try (Arena arena = Arena.ofShared();
                Crew crew = new Crew(1)) {
            Mixture mixture = trained.mixture("regimes", 1, "", kernels, arena);
            Target regimes = TargetReader.read(table, "regime", TargetKind.MULTI_CLASS);
            int[] rows = IntStream.range(0, table.rows()).toArray();
            List<String> ids = trained.experts().stream().map(TrainedExpert::id).toList();
            SpecialtyMeter meter = new SpecialtyMeter(regimes, rows, ids);
            List<String> columns = List.of("regime", "a", "b", "c", "d");
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
