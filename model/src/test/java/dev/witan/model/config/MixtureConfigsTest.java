// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Activation;
import dev.witan.model.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MixtureConfigsTest {
    private static final String SOUND = """
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: adult}
            spec:
              signature:
                inputs:
                  - {name: age, datatype: FP32}
                  - {name: job, datatype: BYTES}
                target: income
              encoder:
                kind: table
                columns:
                  - {name: age, kind: numeric, bins: 16}
                  - {name: job, kind: categorical, dimensions: 8}
              gate: {kind: linear}
              experts:
                - {id: a, kind: ffn, hidden: [16], activation: relu}
                - {id: b, kind: ffn, hidden: [], activation: gelu, description: "B"}
              routing: {fanOut: 2}
              head: {kind: binary, classes: ["<=50K", ">50K"]}
            """;

    private final MixtureConfigs configs = new MixtureConfigs();

    @TempDir
    private Path folder;

    @Test
    void readsWhatAPersonWrote() throws IOException {
        Path file = folder.resolve("mixture.yaml");
        Files.writeString(file, SOUND);
        MixtureConfig config = configs.read(file);
        assertThat(config.name()).isEqualTo("adult");
        assertThat(config.description()).isEmpty();
        MixtureSpec spec = config.spec();
        assertThat(spec.signature())
                .isEqualTo(new Signature(
                        List.of(new InputColumn("age", Datatype.FP32), new InputColumn("job", Datatype.BYTES)),
                        "income"));
        assertThat(spec.encoder())
                .isEqualTo(new EncoderConfig.Table(
                        List.of(new EncodedColumn.Numeric("age", 16), new EncodedColumn.Categorical("job", 8))));
        assertThat(spec.gate()).isEqualTo(new GateConfig.Linear());
        assertThat(spec.experts())
                .containsExactly(
                        new ExpertConfig.Ffn("a", "", List.of(16), Activation.RELU),
                        new ExpertConfig.Ffn("b", "B", List.of(), Activation.GELU));
        assertThat(spec.routing().fanOut()).isEqualTo(2);
        assertThat(spec.head()).isEqualTo(new HeadConfig.Binary(List.of("<=50K", ">50K")));
        assertThat(spec.head().outputs()).isEqualTo(1);
    }

    @Test
    void writesYamlThatAPersonLikesToEdit() {
        assertThat(MixtureConfigs.toYaml(Examples.adult())).isEqualTo("""
            # A person edits this file. Publishing freezes it into a numbered release: what is served changes with the
            # next release, not with this file. `witan validate` checks it.
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: adult, description: "Who earns more than 50,000 dollars a year?"}
            spec:
              signature:
                inputs:
                  - {name: age, datatype: FP32}
                  - {name: "work class", datatype: BYTES}
                target: income
              encoder:
                kind: table
                columns:
                  - {name: age, kind: numeric, bins: 4}
                  - {name: "work class", kind: categorical, dimensions: 3}
              gate:
                kind: mlp
                hidden: [8]
                activation: relu
              experts:
                - {id: cheap-0, kind: ffn, hidden: [4], activation: relu}
                - {id: cheap-1, kind: ffn, hidden: [], activation: gelu, description: "Small: \\"quick\\""}
                - {id: premium, kind: ffn, hidden: [16, 8], activation: silu}
              routing: {fanOut: 2}
              combine: {kind: weightedSum}
              head:
                kind: binary
                classes: ["<=50K", "yes"]
            """.stripIndent());
    }

    @Test
    void readsBackWhatItWrote() {
        MixtureConfig config = Examples.adult();
        assertThat(parse(MixtureConfigs.toYaml(config))).isEmpty();
        assertThat(configs.parse("f", bytes(MixtureConfigs.toYaml(config)), new ArrayList<>()))
                .contains(config);
        assertThat(MixtureConfigs.fromJson(MixtureConfigs.toJson(config))).isEqualTo(config);
    }

    @Test
    void keepsAwkwardTextThroughYaml() {
        for (String text : List.of(
                "1",
                "1e3",
                "0x1F",
                "null",
                "~",
                "No",
                "- a",
                "a: b",
                "#",
                "é…",
                "a\"b\\",
                "\t",
                "&a",
                "\u0000",
                "a\u0085b",
                "\u2028",
                "\ufeff",
                "\uffff",
                "\ud83d\ude00",
                " a ",
                "a\n\n b",
                "\r\n",
                "\u007f")) {
            MixtureConfig adult = Examples.adult();
            MixtureSpec spec = adult.spec();
            HeadConfig head = new HeadConfig.MultiClass(List.of(text, "other", "third"));
            MixtureConfig config = new MixtureConfig(
                    "adult",
                    "",
                    new MixtureSpec(
                            spec.signature(),
                            spec.encoder(),
                            spec.gate(),
                            spec.experts(),
                            spec.routing().fanOut(),
                            spec.combine(),
                            head));
            assertThat(configs.parse("f", bytes(MixtureConfigs.toYaml(config)), new ArrayList<>()))
                    .as(text)
                    .contains(config);
        }
    }

    @Test
    void writesAndReadsTextColumnsTitlesAndExamples() {
        MixtureConfig reviews = Examples.reviews();
        String yaml = MixtureConfigs.toYaml(reviews);
        assertThat(yaml)
                .contains("{name: text, kind: text, buckets: 50, dimensions: 6, ngrams: [1, 4], characters: 300}")
                .contains("titles: [Novels, \"Poems: all\", Quizzes]")
                .contains("- {title: Far, record: {stars: -9000000000}}");
        assertThat(configs.parse("f", bytes(yaml), new ArrayList<>())).contains(reviews);
        assertThat(MixtureConfigs.fromJson(MixtureConfigs.toJson(reviews))).isEqualTo(reviews);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "a text column without its settings",
                        "kind: categorical, dimensions: 8",
                        "kind: text, dimensions: 8, ngrams: [1]",
                        "f:14:9: spec.encoder.columns[1]: must have 'buckets'",
                        "f:14:9: spec.encoder.columns[1]: must have 'characters'",
                        "f:14:56: spec.encoder.columns[1].ngrams: must have at least 2 elements: 1"),
                mistake(
                        "n-grams the wrong way round",
                        "kind: categorical, dimensions: 8",
                        "kind: text, buckets: 64, dimensions: 8, ngrams: [4, 2], characters: 100",
                        "f:14:69: spec.encoder.columns[1].ngrams: must be the shortest order and then the longest: [4,2]"),
                mistake(
                        "a text column of numbers",
                        "{name: age, kind: numeric, bins: 16}",
                        "{name: age, kind: text, buckets: 64, dimensions: 8, ngrams: [1, 4], characters: 100}",
                        "f:13:27: spec.encoder.columns[0].kind: must fit the datatype of input 'age': FP32"),
                mistake(
                        "titles that are too few",
                        "kind: binary, classes: [\"<=50K\", \">50K\"]",
                        "kind: multiClass, classes: [a, b, c], titles: [A, B]",
                        "f:20:56: spec.head.titles: must be as many as classes, 3: 2"),
                mistake(
                        "examples that do not fit",
                        "head: {kind",
                        "examples:\n    - {title: T, record: {agee: 3, job: 7, age: true}}\n    - {title: \"\", record: {}}\n  head: {kind",
                        "f:22:15: spec.examples[1].title: must have at least 1 characters: nothing",
                        "f:22:27: spec.examples[1].record: must have at least 1 values: 0"),
                mistake(
                        "example values that do not fit",
                        "head: {kind",
                        "examples:\n    - {title: T, record: {agee: 3, job: 7, age: true}}\n  head: {kind",
                        "f:21:26: spec.examples[0].record: must name inputs of the signature: agee; did you mean 'age'?",
                        "f:21:41: spec.examples[0].record.job: must fit the input's datatype, BYTES: 7",
                        "f:21:49: spec.examples[0].record.age: must fit the input's datatype, FP32: true"),
                mistake(
                        "unknown key",
                        "routing: {fanOut: 2}",
                        "routing: {fanOut: 2, fanout: 1}",
                        "f:19:24: spec.routing.fanout: must be a known key; did you mean 'fanOut'?"),
                mistake(
                        "unknown key without a near one",
                        "  gate: {kind: linear}",
                        "  gate: {kind: linear, zzz: 1}",
                        "f:15:24: spec.gate.zzz: must be a known key; known here are kind, precision"),
                mistake("missing key", "    target: income\n", "", "f:6:5: spec.signature: must have 'target'"),
                mistake(
                        "wrong version",
                        "witan.dev/v1",
                        "witan.dev/v9",
                        "f:1:13: apiVersion: must be witan.dev/v1: witan.dev/v9"),
                mistake(
                        "bad name",
                        "{name: adult}",
                        "{name: ../adult}",
                        "f:3:18: metadata.name: must be text that matches ^[a-z0-9][a-z0-9._-]{0,63}$: ../adult"),
                mistake(
                        "mistyped kind",
                        "kind: table",
                        "kind: tabel",
                        "f:11:11: spec.encoder.kind: must be one of table, vector: tabel; did you mean 'table'?"),
                mistake(
                        "mistyped datatype",
                        "datatype: BYTES",
                        "datatype: BYTE",
                        "f:8:31: spec.signature.inputs[1].datatype: must be one of BOOL, INT8, INT16, INT32, INT64,"
                                + " UINT8, UINT16, UINT32, UINT64, FP32, FP64, BYTES: BYTE; did you mean 'BYTES'?"),
                mistake(
                        "number for text",
                        "[\"<=50K\", \">50K\"]",
                        "[0, 1]",
                        "f:20:34: spec.head.classes[0]: must be text: 0 (put it in quotes to make it text)",
                        "f:20:37: spec.head.classes[1]: must be text: 1 (put it in quotes to make it text)"),
                mistake(
                        "text for number",
                        "fanOut: 2",
                        "fanOut: two",
                        "f:19:21: spec.routing.fanOut: must be a whole number or all: two"),
                mistake(
                        "fraction",
                        "bins: 16",
                        "bins: 1.5",
                        "f:13:42: spec.encoder.columns[0].bins: must be a whole number: 1.5"),
                mistake(
                        "infinity",
                        "bins: 16",
                        "bins: .inf",
                        "f:13:42: spec.encoder.columns[0].bins: must be a whole number: Infinity"),
                mistake(
                        "below the least",
                        "hidden: [16]",
                        "hidden: [0]",
                        "f:17:35: spec.experts[0].hidden[0]: must be at least 1: 0"),
                mistake(
                        "beyond the most",
                        "hidden: [16]",
                        "hidden: [99999999999999999999]",
                        "f:17:35: spec.experts[0].hidden[0]: must be at most 65536: 99999999999999999999"),
                mistake(
                        "nothing where a list belongs",
                        "hidden: [16]",
                        "hidden:",
                        "f:17:33: spec.experts[0].hidden: must be a list: nothing"),
                mistake(
                        "one class",
                        "[\"<=50K\", \">50K\"]",
                        "[\"<=50K\"]",
                        "f:20:33: spec.head.classes: must have at least 2 elements: 1"),
                mistake(
                        "three classes of two",
                        "\">50K\"]",
                        "\">50K\", \"\"]",
                        "f:20:33: spec.head.classes: must have at most 2 elements: 3",
                        "f:20:51: spec.head.classes[2]: must have at least 1 characters: nothing"),
                mistake(
                        "key of another kind",
                        "{kind: linear}",
                        "{kind: linear, hidden: [3]}",
                        "f:15:24: spec.gate.hidden: must be a known key; known here are kind, precision"),
                mistake(
                        "fan-out beyond experts",
                        "fanOut: 2",
                        "fanOut: 3",
                        "f:19:21: spec.routing.fanOut: must be at most the number of experts, 2: 3"),
                mistake("expert twice", "{id: b,", "{id: a,", "f:18:12: spec.experts[1].id: must be unique: a"),
                mistake(
                        "classes alike",
                        "[\"<=50K\", \">50K\"]",
                        "[\"a\", \"a\"]",
                        "f:20:39: spec.head.classes[1]: must be unique: a"),
                mistake(
                        "input twice",
                        "{name: job, datatype",
                        "{name: age, datatype",
                        "f:8:16: spec.signature.inputs[1].name: must be unique: age",
                        "f:14:16: spec.encoder.columns[1].name: must be an input of the signature: job"),
                mistake(
                        "column without input",
                        "{name: job, kind",
                        "{name: jbo, kind",
                        "f:8:16: spec.signature.inputs[1].name: must be read by a column of the encoder: job",
                        "f:14:16: spec.encoder.columns[1].name: must be an input of the signature: jbo"
                                + "; did you mean 'job'?"),
                mistake(
                        "text as a number",
                        "kind: numeric, bins: 16",
                        "kind: categorical, dimensions: 2",
                        "f:13:27: spec.encoder.columns[0].kind: must fit the datatype of input 'age': FP32"),
                mistake(
                        "target among inputs",
                        "target: income",
                        "target: age",
                        "f:9:13: spec.signature.target: must not be an input: age"),
                mistake(
                        "key twice",
                        "  gate: {kind: linear}",
                        "  gate: {kind: linear}\n  gate: {kind: linear}",
                        "f:16:3: spec.gate: must appear once: appears already on line 15",
                        "f:16:10: spec.gate.kind: must appear once: appears already on line 15"),
                mistake(
                        "anchor and alias",
                        "hidden: [16]",
                        "hidden: &a [16], description: *a",
                        "f:17:34: spec.experts[0].hidden: must not have an anchor; write the value out where it is"
                                + " needed: &a",
                        "f:17:56: spec.experts[0].description: must not be an alias; write the value out: *a"),
                mistake(
                        "tag",
                        "fanOut: 2",
                        "fanOut: !!str 2",
                        "f:19:21: spec.routing.fanOut: must not have a tag: tag:yaml.org,2002:str"),
                mistake(
                        "tab",
                        "  gate: {kind: linear}",
                        "\tgate: {kind: linear}",
                        "f:15:1: must be indented with spaces: a tab is on this line"),
                mistake(
                        "unclosed list",
                        "[\"<=50K\", \">50K\"]}",
                        "[\"<=50K\", \">50K\"",
                        "f:21:1: must be valid YAML: expected ',' or ']', but got <stream end>"),
                mistake(
                        "second document",
                        "head:",
                        "head: {kind: regression}\n---\na: ",
                        "f:22:1: must hold one document: another begins here"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void namesFileLineFieldRuleAndValue(String name, String yaml, List<String> messages) {
        assertThat(parse(yaml)).map(Problem::toString).containsExactlyElementsOf(messages);
    }

    @Test
    void refusesNameThatEndsInALineBreak() {
        assertThat(parse(SOUND.replace("{name: adult}", "{name: \"adult\\n\"}")))
                .map(Problem::toString)
                .singleElement()
                .asString()
                .contains("[a-z0-9][a-z0-9._-]{0,63}");
    }

    @Test
    void listsSeveralProblemsAtOnce() throws IOException {
        Path file = folder.resolve("mixture.yaml");
        Files.writeString(file, SOUND.replace("fanOut: 2", "fanOut: 0").replace("bins: 16", "bins: -1"));
        assertThatThrownBy(() -> configs.read(file))
                .isInstanceOf(WitanException.class)
                .hasMessage(file + ":13:42: spec.encoder.columns[0].bins: must be at least 0: -1\n" + file
                        + ":19:21: spec.routing.fanOut: must be at least 1: 0")
                .extracting(e -> ((WitanException) e).code())
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }

    @Test
    void refusesWhatIsNoMapping() {
        assertThat(parse(""))
                .map(Problem::toString)
                .containsExactly("f:1:1: must be a mapping that starts with apiVersion: nothing");
        assertThat(parse("# only a comment\n"))
                .map(Problem::toString)
                .containsExactly("f:2:1: must be a mapping that starts with apiVersion: nothing");
        assertThat(parse("- a\n"))
                .map(Problem::toString)
                .containsExactly("f:1:1: must be a mapping that starts with apiVersion: a list");
        assertThat(parse("word"))
                .map(Problem::toString)
                .containsExactly("f:1:1: must be a mapping that starts with apiVersion: word");
    }

    @Test
    void refusesWhatIsNoText() {
        byte[] latin = "a: é".getBytes(StandardCharsets.ISO_8859_1);
        List<Problem> problems = new ArrayList<>();
        configs.parse("f", latin, problems);
        assertThat(problems).map(Problem::toString).containsExactly("f: must be UTF-8: byte 3 is not");
    }

    @Test
    void refusesFileBeyondTheLimit() {
        assertThat(parse("#".repeat(YamlReader.BYTES_MAX + 1)))
                .map(Problem::toString)
                .containsExactly("f: must be at most 2097152 bytes: 2097153");
    }

    @Test
    void refusesDeepNesting() {
        assertThat(parse("a: " + "[".repeat(5_000)))
                .map(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("f:1:")
                .contains("must keep within the reader's limits");
    }

    @Test
    void doesNotExpandAliases() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 50; i++) {
            laughs.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d,".formatted(i - 1).repeat(9)));
        }
        assertThat(parse(laughs.toString())).hasSize(50 + 49 * 9);
    }

    @Test
    void readsOrRefusesButNeverFailsOtherwiseOnDamagedText() {
        long seed = 20261122;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String odd = "\t:-[]{}&*!|>'\"%@`#,?\n\u0000\u0007é~<=.0x_e";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder damaged = new StringBuilder(SOUND);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
                    case 1 -> damaged.insert(at, odd.charAt(random.nextInt(odd.length())));
                    default -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(1, 20)));
                }
            }
            String text = damaged.toString();
            assertThatCode(() -> parse(text))
                    .as("seed %d, case %d: %s", seed, i, text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void refusesRecordsThatBreakARule() {
        MixtureSpec spec = Examples.adult().spec();
        assertThatThrownBy(() -> new MixtureConfig(
                        "adult",
                        "",
                        new MixtureSpec(
                                spec.signature(),
                                spec.encoder(),
                                spec.gate(),
                                spec.experts(),
                                4,
                                spec.combine(),
                                spec.head())))
                .isInstanceOf(WitanException.class)
                .hasMessage("spec.routing.fanOut: must be at most the number of experts, 3: 4");
    }

    private static Arguments mistake(String name, String sound, String broken, String... messages) {
        assertThat(SOUND).contains(sound);
        int at = SOUND.indexOf(sound);
        String yaml = SOUND.substring(0, at) + broken + SOUND.substring(at + sound.length());
        return Arguments.of(name, yaml, List.of(messages));
    }

    private List<Problem> parse(String yaml) {
        List<Problem> problems = new ArrayList<>();
        boolean sound = configs.parse("f", bytes(yaml), problems).isPresent();
        assertThat(sound).isEqualTo(problems.isEmpty());
        return problems;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
