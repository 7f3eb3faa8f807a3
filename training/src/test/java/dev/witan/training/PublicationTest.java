// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Mixture;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.data.Table;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is trained is what is served, also after it went to disk and back.
class PublicationTest {
    private final Kernels kernels = Kernels.choose();

    @TempDir
    private Path root;

    static Stream<Table> tables() {
        return Stream.of(
                SyntheticTables.binary(1, 200), SyntheticTables.multiClass(1, 200), SyntheticTables.regression(1, 200));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aPublishedMixtureAnswersLikeTheTrainedOne(Table table) {
        TrainingOptions options = TrainingOptions.predict("target")
                .shapes(
                        ExpertShape.network("linear"),
                        ExpertShape.network("small", 4),
                        ExpertShape.network("deep", 8, 4))
                .fanOut(2)
                .activation(Activation.SILU)
                .gateHidden(5)
                .epochs(2)
                .build();
        TrainedMixture trained = Trainer.train(table, options, ProgressListener.none(), kernels);
        MixtureFolder folder = new MixtureRepository(root).locate("mine");
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture("mine", 1, "digest", kernels, arena);
            ReleaseManifest manifest = new Publication(kernels)
                    .publish(trained, folder, Presentation.of("Made by a test."), Instant.EPOCH);
            assertThat(manifest.provenance().facts()).containsEntry("corpus.sha256", table.digest());

            try (LoadedMixture loaded = new ReleaseLoader(kernels).load(folder)) {
                assertThat(Evaluation.measure(loaded.mixture(), table, "target", 1))
                        .isEqualTo(Evaluation.measure(mixture, table, "target", 1));
            }
        }
    }
}
