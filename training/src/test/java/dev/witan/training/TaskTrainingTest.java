// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
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
                train(options("red,paid").tasks(new TaskOptions(List.of(0.5), Map.of("paid", 2.0), 1, 8)));
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
    void quantilesNeedASingleColumn() {
        assertThatThrownBy(() -> train(options("red,paid").kind(TargetKind.QUANTILE)))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("2 columns make a target of several tasks");
    }
}
