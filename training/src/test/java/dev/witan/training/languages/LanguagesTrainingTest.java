// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.encode.TextGrams;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.GateStart;
import dev.witan.training.ProgressListener;
import dev.witan.training.Publication;
import dev.witan.training.TrainedMixture;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingInput;
import dev.witan.training.TrainingOptions;
import dev.witan.training.data.Corpus;
import dev.witan.training.report.Quality;
import dev.witan.training.text.TextShape;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguagesTrainingTest {
    private static final Corpus FEW = LanguagesCorpus.of(
            Stream.of("da", "el", "es", "fi", "nb", "pt").map(Language::of).toList(), new LanguagesMix(1, 2, 8, 40), 1);

    private final Kernels kernels = Kernels.choose();

    @TempDir
    private Path root;

    @Test
    void givesTheSameBitsOnAnyNumberOfThreads() {
        TrainedMixture one = train(1);
        TrainedMixture three = train(3);
        assertThat(table(one)).isEqualTo(table(three));
        assertThat(one.report().quality()).isEqualTo(three.report().quality());
        assertThat(one.report().specialisation()).isEqualTo(three.report().specialisation());
    }

    @Test
    void learnsToTellThemApartAndSaysWhoDoesWhat() {
        TrainedMixture trained = train(2);
        assertThat(((Quality.MultiClass) trained.report().quality()).accuracy()).isGreaterThan(0.75);
        MixtureFolder folder = new MixtureRepository(root).locate("languages");
        MixtureConfig config = new Publication(kernels)
                .publish(trained, folder, LanguagesTraining.presentation(trained), Instant.EPOCH)
                .configuration();
        assertThat(config.spec().head().toString()).contains("Danish", "Norwegian Bokmål");
        assertThat(config.spec().experts().toString()).contains("Mostly ");
        assertThat(config.spec().examples()).hasSizeGreaterThan(5);
        assertThat(LanguagesTraining.families(trained)).contains("Romance", "expert-1", "nats about the family");
    }

    private TrainedMixture train(int threads) {
        TrainingOptions options = TrainingOptions.predict(LanguagesCorpus.TARGET)
                .experts(3)
                .epochs(3)
                .gateStart(GateStart.LIKE_CLASSES)
                .text(new TextShape(new TextGrams(2_000, 1, 4, 200), 12, 0.1, 0.2))
                .threads(threads)
                .build();
        return Trainer.train(TrainingInput.of(FEW), options, ProgressListener.none(), kernels);
    }

    private static float[] table(TrainedMixture trained) {
        return ((TextEncoder) trained.encoder().encoders().getFirst()).table();
    }
}
