// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import dev.witan.engine.encode.TextGrams;
import dev.witan.training.ExpertShape;
import dev.witan.training.GateStart;
import dev.witan.training.Presentation;
import dev.witan.training.TrainedMixture;
import dev.witan.training.TrainingOptions;
import dev.witan.training.data.Corpus;
import dev.witan.training.report.Specialisation;
import dev.witan.training.text.TextShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How the mixture `languages` is made: which language is this text?
public final class LanguagesTraining {
    /// The mixture's name.
    public static final String NAME = "languages";

    /// What a person should know of it.
    private static final String DESCRIPTION =
            "Which of 42 languages is this text? Trained on the JDK's locale data and on sentences written for it.";

    /// The corpus of the release that ships with Witan, made by JDK 25.
    public static final String SHIPPED_CORPUS = "24e4db38708f84830ff704a70d05d4bfbe83c04bb8f5a65db4b64690f02ad185";

    private static final long SEED = 1;
    private static final int EXPERTS = 12;
    private static final int HIDDEN = 48;
    private static final LanguagesMix MIX = new LanguagesMix(2, 8, 10, 600);
    private static final TextShape TEXT = new TextShape(new TextGrams(32_768, 1, 4, 1_000), 32, 0.1, 0.3);

    private LanguagesTraining() {}

    /// The rows that it learns from.
    public static Corpus corpus() {
        return LanguagesCorpus.of(Language.all(), MIX, SEED);
    }

    /// What a release says to people: names of the languages, examples, and which languages went to which expert
    /// first, as it came out of the training.
    public static Presentation presentation(TrainedMixture trained) {
        Specialisation specialisation = trained.report().specialisation();
        Map<String, String> specialties = new LinkedHashMap<>();
        for (int expert = 0; expert < specialisation.experts().size(); expert++) {
            List<String> codes = specialisation.specialtiesOf(expert);
            if (!codes.isEmpty()) {
                specialties.put(specialisation.experts().get(expert), "Mostly " + FamilyText.titles(codes));
            }
        }
        Map<String, String> titles = Language.all().stream().collect(Collectors.toMap(Language::code, Language::title));
        return new Presentation(DESCRIPTION, titles, specialties, LanguagesExamples.all());
    }

    /// How families and experts belong together, for a person.
    public static String families(TrainedMixture trained) {
        return FamilyText.of(trained.report().specialisation());
    }

    /// Whether a corpus is the one of the shipped release. It is not where the JDK's locale data are others.
    public static boolean isShipped(String corpusDigest) {
        return corpusDigest.equals(SHIPPED_CORPUS);
    }

    /// Experts of one shape, and a gate that starts from the languages whose texts look alike.
    ///
    /// @param threads that train
    public static TrainingOptions options(int threads) {
        ExpertShape[] shapes = IntStream.rangeClosed(1, EXPERTS)
                .mapToObj(number -> ExpertShape.network("expert-" + number, HIDDEN))
                .toArray(ExpertShape[]::new);
        return TrainingOptions.predict(LanguagesCorpus.TARGET)
                .shapes(shapes)
                .gateStart(GateStart.LIKE_CLASSES)
                .epochs(8)
                .batchRows(256)
                .learningRate(4e-3)
                .weightDecay(0.02)
                .dropout(0.1)
                .text(TEXT)
                .threads(threads)
                .build();
    }
}
