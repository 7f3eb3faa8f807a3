// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.training.data.Corpus;
import dev.witan.training.data.TableColumn;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguagesCorpusTest {
    private static final Map<String, String> SCRIPTS = Map.ofEntries(
            Map.entry("ar", "ARABIC"),
            Map.entry("bg", "CYRILLIC"),
            Map.entry("bn", "BENGALI"),
            Map.entry("el", "GREEK"),
            Map.entry("fa", "ARABIC"),
            Map.entry("he", "HEBREW"),
            Map.entry("hi", "DEVANAGARI"),
            Map.entry("ja", "HAN HIRAGANA KATAKANA"),
            Map.entry("ka", "GEORGIAN"),
            Map.entry("ko", "HANGUL"),
            Map.entry("ru", "CYRILLIC"),
            Map.entry("sr", "CYRILLIC"),
            Map.entry("ta", "TAMIL"),
            Map.entry("th", "THAI"),
            Map.entry("uk", "CYRILLIC"),
            Map.entry("ur", "ARABIC"),
            Map.entry("zh", "HAN"));

    private static final LanguagesMix SMALL = new LanguagesMix(1, 2, 6, 20);

    static Stream<String> codes() {
        return Language.all().stream().map(Language::code);
    }

    @Test
    void has42LanguagesInTheOrderOfTheirCodes() {
        assertThat(codes()).hasSize(42).isSorted().doesNotHaveDuplicates();
        assertThat(Language.all()).extracting(Language::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void hasPlainSentencesOfEachLanguageInItsScript(String code) {
        List<String> sentences = Sentences.of(Language.of(code));
        Set<String> scripts = Set.of(SCRIPTS.getOrDefault(code, "LATIN").split(" "));
        assertThat(sentences).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
        assertThat(sentences).allSatisfy(sentence -> {
            assertThat(Normalizer.isNormalized(sentence, Normalizer.Form.NFC)).isTrue();
            assertThat(sentence).isEqualTo(sentence.strip()).isNotEmpty();
            assertThat(shareWritten(sentence, scripts)).as(sentence).isGreaterThan(0.6);
        });
    }

    private static double shareWritten(String text, Set<String> scripts) {
        int[] letters = text.codePoints().filter(Character::isLetter).toArray();
        long own = Arrays.stream(letters)
                .filter(point ->
                        scripts.contains(Character.UnicodeScript.of(point).name()))
                .count();
        return (double) own / letters.length;
    }

    @ParameterizedTest
    @MethodSource("codes")
    void hearsEachLanguageFromTheLocaleData(String code) {
        List<String> said = LocaleText.of(Language.of(code).locale());
        assertThat(said).hasSizeGreaterThan(1_000).doesNotHaveDuplicates();
    }

    @Test
    void learnsNothingFromSentencesThatAreKeptForValidation() {
        Corpus corpus = corpus("cs", "th");
        String[] texts = texts(corpus);
        Set<Integer> validation = new HashSet<>();
        Arrays.stream(corpus.validation()).forEach(validation::add);
        List<String> learned = IntStream.range(0, texts.length)
                .filter(row -> !validation.contains(row))
                .mapToObj(row -> texts[row])
                .toList();
        for (int i = 0; i < corpus.validation().length; i += 2) {
            String kept = texts[corpus.validation()[i]];
            assertThat(learned).doesNotContain(kept);
            assertThat(kept).contains(texts[corpus.validation()[i] + 1]);
        }
    }

    @Test
    void isTheSameEachTime() {
        assertThat(corpus("lt", "vi").table().digest())
                .isEqualTo(corpus("lt", "vi").table().digest())
                .isNotEqualTo(corpus("lv", "vi").table().digest());
    }

    private static Corpus corpus(String... codes) {
        return LanguagesCorpus.of(Arrays.stream(codes).map(Language::of).toList(), SMALL, 1);
    }

    private static String[] texts(Corpus corpus) {
        TableColumn.Texts column = (TableColumn.Texts) corpus.table().require(LanguagesCorpus.TEXT);
        return IntStream.range(0, column.rows()).mapToObj(column::label).toArray(String[]::new);
    }
}
