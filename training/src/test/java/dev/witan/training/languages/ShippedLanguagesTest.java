// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.response.MultiClassHead;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedLanguagesTest {
    @Test
    void isMadeOfTheCorpusThatTrainingExpects() {
        try (LoadedMixture shipped = new ReleaseLoader(Kernels.choose())
                .load(new MixtureRepository(Path.of("..", "mixtures")).find("languages"))) {
            assertThat(shipped.manifest().provenance().facts())
                    .containsEntry("corpus.sha256", LanguagesTraining.SHIPPED_CORPUS);
            assertThat(((MultiClassHead) shipped.mixture().head()).classes())
                    .isEqualTo(Language.all().stream().map(Language::code).toList());
            assertThat(((MultiClassHead) shipped.mixture().head()).titles())
                    .isEqualTo(Language.all().stream().map(Language::title).toList());
            assertThat(shipped.mixture().layer().experts()).hasSizeGreaterThanOrEqualTo(8);
            assertThat(shipped.mixture().layer().router().fanOut()).isEqualTo(2);
        }
    }
}
