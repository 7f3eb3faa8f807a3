// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import dev.witan.training.data.Corpus;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Makes the table that the mixture `languages` learns from: per language its sentences, pieces cut out of them, and
/// what the JDK's locale data say. Seeded: the same sentences and the same locale data give the same table.
///
/// Some sentences are kept for validation, with pieces of their own, so that nothing of them is ever learned from.
final class LanguagesCorpus {
    static final String TARGET = "language";
    static final String TEXT = "text";

    private static final int VALIDATION_STRIDE = 12;
    private static final int VALIDATION_WORDS = 5;

    /// A text that so many languages share tells none of them.
    private static final int SHARED_MAX = 2;

    private final LanguagesMix mix;
    private final SeededNumbers random;
    private final List<String> labels = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> validation = new ArrayList<>();

    private LanguagesCorpus(LanguagesMix mix, long seed) {
        this.mix = mix;
        this.random = new SeededNumbers(seed, 0x7E87);
    }

    static Corpus of(List<Language> languages, LanguagesMix mix, long seed) {
        LanguagesCorpus corpus = new LanguagesCorpus(mix, seed);
        List<List<String>> said = languages.stream()
                .map(language -> LocaleText.of(language.locale()))
                .toList();
        Map<String, Integer> sharing = sharing(said);
        for (int i = 0; i < languages.size(); i++) {
            corpus.addSentences(languages.get(i));
            corpus.addNames(languages.get(i), said.get(i), sharing);
        }
        return corpus.build();
    }

    private static Map<String, Integer> sharing(List<List<String>> said) {
        Map<String, Integer> sharing = new HashMap<>();
        said.forEach(texts -> texts.forEach(text -> sharing.merge(text, 1, Integer::sum)));
        return sharing;
    }

    private void addSentences(Language language) {
        List<String> sentences = Sentences.of(language);
        for (int i = 0; i < sentences.size(); i++) {
            WordCuts cuts = new WordCuts(sentences.get(i), language.locale());
            if (i % VALIDATION_STRIDE == VALIDATION_STRIDE - 1) {
                validation.add(texts.size());
                add(language, sentences.get(i));
                validation.add(texts.size());
                add(language, cuts.exactly(VALIDATION_WORDS, random));
            } else {
                learn(language, sentences.get(i), cuts);
            }
        }
    }

    private void learn(Language language, String sentence, WordCuts cuts) {
        for (int i = 0; i < mix.wholes(); i++) {
            add(language, i == 0 ? sentence : Noise.on(sentence, random));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < mix.cuts(); i++) {
            String piece = cuts.cut(mix.wordsMax(), random);
            if (seen.add(piece)) {
                add(language, Noise.on(piece, random));
            }
        }
    }

    /// Names in a random order, as many as the mix asks for.
    private void addNames(Language language, List<String> said, Map<String, Integer> sharing) {
        List<String> own = said.stream()
                .filter(text -> sharing.getOrDefault(text, 0) <= SHARED_MAX)
                .toList();
        int[] order = IntStream.range(0, own.size()).toArray();
        random.shuffle(order, order.length);
        for (int i = 0; i < Math.min(mix.names(), order.length); i++) {
            add(language, Noise.on(own.get(order[i]), random));
        }
    }

    private void add(Language language, String text) {
        labels.add(language.code());
        texts.add(text);
    }

    private Corpus build() {
        Table table = new Table(
                LanguagesTraining.NAME,
                List.of(
                        new TableColumn.Texts(TARGET, labels.toArray(new String[0])),
                        new TableColumn.Texts(TEXT, texts.toArray(new String[0]))));
        return new Corpus(table, validation.stream().mapToInt(Integer::intValue).toArray());
    }
}
