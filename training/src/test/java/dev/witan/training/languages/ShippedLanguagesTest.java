// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.response.MultiClassHead;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ShippedLanguagesTest {
    /// Of the lines of all languages, in the order of the classes.
    private static final String SENTENCES = "3e2a52cd2db75d58305710bb42d7ec149469fc3108b2b829645c9dddec92f1d3";

    /// Locale data may be others in another JDK, and then there is nothing to compare; what was written for Witan may
    /// not.
    @Test
    void isMadeOfTheSentencesThatAreHere() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Language.all().stream()
                .flatMap(language -> Sentences.of(language).stream())
                .forEach(sentence -> digest.update((sentence + '\n').getBytes(UTF_8)));
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .as("sentences have changed: train languages again, publish it, and name its corpus and its sentences")
                .isEqualTo(SENTENCES);
    }

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
