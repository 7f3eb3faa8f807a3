// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.Evaluation;
import dev.witan.training.ExpertShape;
import dev.witan.training.Presentation;
import dev.witan.training.ProgressListener;
import dev.witan.training.Publication;
import dev.witan.training.TrainedMixture;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingInput;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.TrainingStart;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableReader;
import dev.witan.training.report.Quality;
import dev.witan.training.report.TrainingReport;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.trees.TreeGrowth;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mixtures of networks and trees, from the table to the release.
class TreesMixtureTest {
    private final Kernels kernels = Kernels.choose();

    @TempDir
    private Path root;

    /// Steps that trees cut out and lines do not follow: does `x` lie in the same half as `y`? In one of
    /// three regions it is the other way round.
    private static Table table(String task, long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("x,y,region,target\n");
        for (int row = 0; row < rows; row++) {
            double x = 4 * random.nextDouble();
            double y = 4 * random.nextDouble();
            int region = random.nextInt(3);
            boolean isSame = (x < 2) == (y < 2);
            double score = (isSame == (region > 0) ? 1 : -1) + 0.4 * random.nextGaussian();
            String target = switch (task) {
                case "binary" -> score > 0 ? "yes" : "no";
                case "classes" -> score > 0.9 ? "high" : score > 0 ? "middle" : "low";
                default -> String.format(Locale.ROOT, "%.4f", 50 + 10 * score);
            };
            csv.append(String.format(Locale.ROOT, "%.3f,%.3f,%s,%s%n", x, y, "abc".charAt(region), target));
        }
        return new TableReader(TableLimits.defaults()).parse(task, csv.toString(), Map.of());
    }

    private static ExpertShape trees(String id, int leaves, long seed) {
        return new ExpertShape.Trees(id, ExpertRole.CHOSEN, new TreeGrowth(leaves, 0.1, 5, 1, 0.8, 200, seed));
    }

    private static TrainingOptionsBuilder options() {
        return TrainingOptions.predict("target")
                .shapes(ExpertShape.network("small", 8), trees("oak", 16, 0), trees("ash", 6, 1))
                .fanOut(2)
                .epochs(3);
    }

    private TrainedMixture train(Table table, TrainingOptions options) {
        TrainingInput input = TrainingInput.of(table).growing(new LightGbmGrower());
        return Trainer.train(input, options, ProgressListener.none(), kernels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "classes", "numbers"})
    void answersFromDiskAsTrainedAndEquallyAgain(String task) {
        Table table = table(task, 1, 600);
        TrainedMixture trained = train(table, options().threads(1).build());
        TrainedMixture again = train(table, options().threads(2).build());
        MixtureFolder folder = new MixtureRepository(root).locate("wood");
        Publication publication = new Publication(kernels);
        var first = publication.publish(trained, folder, Presentation.of(""), Instant.EPOCH);
        var second = publication.publish(again, folder, Presentation.of(""), Instant.EPOCH);
        assertThat(second.components()).isEqualTo(first.components());
        try (Arena arena = Arena.ofShared();
                LoadedMixture loaded = new ReleaseLoader(kernels).load(folder)) {
            Mixture mixture = trained.mixture("wood", 1, "", kernels, arena);
            assertThat(loaded.mixture().layer().experts().get(1)).isInstanceOf(TreesExpert.class);
            assertThat(Evaluation.measure(loaded.mixture(), table, "target", 1))
                    .isEqualTo(Evaluation.measure(mixture, table, "target", 1));
        }
        TrainedMixture other = train(table, options().seed(2).build());
        assertThat(other.report().quality()).isNotEqualTo(trained.report().quality());
    }

    @Test
    void tellsHowGoodEachExpertIsAlone() {
        TrainingReport report =
                train(table("binary", 2, 1500), options().build()).report();
        assertThat(report.comparisons())
                .extracting(TrainingReport.Comparison::name)
                .containsExactly("linear network", "dense network", "small alone", "oak alone", "ash alone");
        assertThat(auc(report.quality())).isGreaterThan(0.9);
        assertThat(auc(report.comparisons().getFirst().quality())).isLessThan(0.7);
    }

    private static double auc(Quality quality) {
        return ((Quality.Binary) quality).auc();
    }

    @Test
    void goesOnFromReleaseWhoseTreesStayAsTheyAre() {
        Table table = table("binary", 3, 600);
        TrainedMixture trained = train(table, options().build());
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture("wood", 1, "", kernels, arena);
            TrainedMixture further = Trainer.train(
                    TrainingInput.of(table).from(new TrainingStart.From(mixture)),
                    TrainingOptions.predict("target").epochs(2).build(),
                    ProgressListener.none(),
                    kernels);
            Mixture after = further.mixture("wood", 2, "", kernels, arena);
            assertThat(after.layer().experts().get(1))
                    .isSameAs(mixture.layer().experts().get(1));
            float[] rowBefore = new float[mixture.encoder().dimensions()];
            float[] rowAfter = new float[rowBefore.length];
            List<String> columns = List.of("x", "y", "region");
            mixture.encoder().encode(table.request(columns, 0, 1), rowBefore);
            after.encoder().encode(table.request(columns, 0, 1), rowAfter);
            assertThat(rowAfter).containsExactly(rowBefore);
        }
    }

    @Test
    void refusesTreesThatNobodyGrows() {
        assertThatThrownBy(() -> Trainer.train(
                        TrainingInput.of(table("binary", 4, 200)), options().build(), ProgressListener.none(), kernels))
                .hasMessageContaining("experts that are trees need somebody who grows them");
    }
}
