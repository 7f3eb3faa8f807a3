// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Network;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TargetKind;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.report.Quality;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Targets of several labels, quantiles and tasks: learned, published, loaded, and of the same quality then.
class TaskTrainingTest {
    private static final int ROWS = 500;

    private final Kernels kernels = Kernels.choose();

    @TempDir
    private Path root;

    /// `red` and `big` follow from `x` and `y`, `paid` is their sum with noise; of these some are missing.
    private static Table table() {
        SeededNumbers random = new SeededNumbers(4);
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        String[] red = new String[ROWS];
        String[] big = new String[ROWS];
        double[] paid = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            x[row] = random.normal();
            y[row] = random.normal();
            red[row] = x[row] > 0 ? "yes" : "no";
            big[row] = x[row] + y[row] > 0.3 ? "yes" : "no";
            paid[row] = row % 10 == 3 ? Double.NaN : 20 + 5 * (x[row] + y[row]) + random.normal();
        }
        return new Table(
                "t.csv",
                List.of(
                        new TableColumn.Numbers("x", x),
                        new TableColumn.Numbers("y", y),
                        new TableColumn.Texts("red", red),
                        new TableColumn.Texts("big", big),
                        new TableColumn.Numbers("paid", paid)));
    }

    private static TrainingOptionsBuilder options(String target) {
        return TrainingOptions.predict(target).experts(3).epochs(8).threads(2);
    }

    private TrainedMixture train(TrainingOptionsBuilder options) {
        return Trainer.train(table(), options.build(), ProgressListener.none(), kernels);
    }

    /// The quality in memory, which must be that of the release that is loaded again.
    private Quality served(TrainedMixture trained, String target) {
        MixtureFolder folder = new MixtureRepository(root).locate("mine");
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture("mine", 1, "digest", kernels, arena);
            new Publication(kernels).publish(trained, folder, Presentation.of(""), Instant.EPOCH);
            try (LoadedMixture loaded = new ReleaseLoader(kernels).load(folder)) {
                Quality quality = Evaluation.measure(mixture, table(), target, 1);
                assertThat(Evaluation.measure(loaded.mixture(), table(), target, 1))
                        .isEqualTo(quality);
                return quality;
            }
        }
    }

    @Test
    void severalLabelsAreLearnedTogether() {
        TrainedMixture trained = train(options("red,big").kind(TargetKind.MULTI_LABEL));
        var quality = (Quality.MultiLabel) served(trained, "red,big");
        assertThat(quality.auc()).isGreaterThan(0.95);
        assertThat(quality.labels()).extracting("label").containsExactly("red", "big");
    }

    @Test
    void severalTasksAreLearnedOverSharedAndOwnExpertsAndRowsMayLackLabels() {
        TrainedMixture trained =
                train(options("red,paid").epochs(12).tasks(new TaskOptions(List.of(0.5), Map.of("paid", 2.0), 1, 8)));
        assertThat(trained.experts())
                .extracting(TrainedExpert::id)
                .containsExactly("expert-0", "expert-1", "expert-2", "task-0-expert-0", "task-1-expert-0");
        var quality = (Quality.Tasks) served(trained, "red,paid");
        assertThat(((Quality.Binary) quality.tasks().get("red")).auc()).isGreaterThan(0.95);
        var paid = (Quality.Regression) quality.tasks().get("paid");
        assertThat(paid.rows()).isEqualTo(ROWS - ROWS / 10);
        assertThat(paid.r2()).isGreaterThan(0.8);
        assertThat(trained.report().comparisons())
                .extracting("name")
                .containsExactly("a linear network per task", "a dense network per task");
    }

    @Test
    void theSameSeedGivesTheSameTasksOnAnyNumberOfThreads() {
        TrainedMixture two = train(options("red,big").epochs(2));
        TrainedMixture one = train(options("red,big").epochs(2).threads(1));
        assertThat(one.report().quality()).isEqualTo(two.report().quality());
    }

    @Test
    void aTaskOfWhichFewRowsHaveALabelIsLearnedBesideOneWithAll() {
        Table whole = table();
        String[] some = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            some[row] = row % 10 == 0 ? ((TableColumn.Texts) whole.column("red").orElseThrow()).value(row) : null;
        }
        List<TableColumn> columns = new ArrayList<>(whole.columns());
        columns.replaceAll(column -> column.name().equals("red") ? new TableColumn.Texts("red", some) : column);
        TrainedMixture trained = Trainer.train(
                new Table("t.csv", columns), options("big,red").epochs(20).build(), ProgressListener.none(), kernels);
        var quality = (Quality.Tasks) served(trained, "big,red");
        assertThat(((Quality.Binary) quality.tasks().get("big")).auc()).isGreaterThan(0.95);
        assertThat(((Quality.Binary) quality.tasks().get("red")).auc()).isGreaterThan(0.9);
    }

    @Test
    void noExpertOfTasksIsLeftWithoutRowsWeightOrOutputs() {
        TrainedMixture trained = train(options("red,big").epochs(20));
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture("mine", 1, "digest", kernels, arena);
            float[] rows = mixture.encode(table().request(List.of("x", "y"), 0, ROWS));
            for (Expert expert : mixture.layer().experts()) {
                double[] outputs = squares(expert, rows, mixture.layer().inputs());
                assertThat(outputs[0]).as("mean square of %s", expert.id()).isBetween(0.01, 16.0);
                assertThat(outputs[1]).as("share of zeros of %s", expert.id()).isLessThan(0.1);
            }
        }
        assertThat(trained.report().routing().experts())
                .allSatisfy(load -> assertThat(load.share()).isPositive());
    }

    /// The mean square of what an expert puts out, and the share of zeros.
    private double[] squares(Expert expert, float[] rows, int inputs) {
        int count = rows.length / inputs;
        double squares = 0;
        double zeros = 0;
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = FloatMatrix.allocate(arena, count, expert.inputs());
            FloatMatrix out = FloatMatrix.allocate(arena, count, expert.outputs());
            for (int row = 0; row < count; row++) {
                in.copyRowFrom(row, rows, row * inputs);
            }
            Network network = ((FfnExpert) expert).network();
            int widest = network.widestHidden();
            network.forward(
                    kernels,
                    in,
                    0,
                    count,
                    FloatMatrix.allocate(arena, count, widest),
                    FloatMatrix.allocate(arena, count, widest),
                    out,
                    0);
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < expert.outputs(); i++) {
                    squares += (double) out.get(row, i) * out.get(row, i);
                    zeros += out.get(row, i) == 0 ? 1 : 0;
                }
            }
        }
        int all = count * expert.outputs();
        return new double[] {squares / all, zeros / all};
    }

    @Test
    void quantilesNeedASingleColumn() {
        assertThatThrownBy(() -> train(options("red,paid").kind(TargetKind.QUANTILE)))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("2 columns make a target of several tasks");
    }
}
