// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.model.repository.MixtureRepository;
import dev.witan.server.security.AdminToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands as a person types them, on a mixture trained from a small table: does a fruit sell?
class CommandsTest {
    @TempDir
    static Path folder;

    private static String trainingReport = "";

    private record Result(int exit, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private static Result onFruit(String command, String... args) {
        List<String> line = new ArrayList<>(
                List.of(command, "--repository", folder.resolve("mixtures").toString()));
        line.addAll(List.of(args));
        return run(line.toArray(String[]::new));
    }

    private static String csv(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("weight,colour,sold\n");
        for (int row = 0; row < rows; row++) {
            double weight = 50 + 100 * random.nextDouble();
            String colour = List.of("red", "green", "brown").get(random.nextInt(3));
            boolean isSold = colour.equals("red") ? weight > 80 : colour.equals("green") && weight < 100;
            csv.append(String.format(
                    Locale.ROOT, "%.1f,%s,%s%n", weight, random.nextInt(20) == 0 ? "" : colour, isSold ? "yes" : "no"));
        }
        return csv.toString();
    }

    @BeforeAll
    static void train() throws IOException {
        Path file = Files.writeString(folder.resolve("fruit.csv"), csv(1, 600));
        Path test = Files.writeString(folder.resolve("test.csv"), csv(2, 300));
        Result result = onFruit(
                "train",
                file.toString(),
                "--target",
                "sold",
                "--experts",
                "4",
                "--threads",
                "1",
                "--test",
                test.toString());
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("(?s)on the validation rows.*mixture, 2 of 4 experts.*linear network.*dense network.*"
                        + "on test.csv.*mixture, 2 of 4 experts.*linear network.*dense network.*expert-3");
        trainingReport = result.out();
        assertThat(result.err()).contains("published as release 1 in ");
    }

    @Test
    void evaluateMeasuresTheMixtureOnAnotherTable() {
        JsonNode quality =
                json(onFruit("evaluate", "fruit", folder.resolve("test.csv").toString(), "--output", "json"));
        assertThat(quality.path("rows").asInt()).isEqualTo(300);
        assertThat(quality.path("auc").asDouble()).isGreaterThan(0.9);
        String auc = String.format(Locale.ROOT, "AUC %.4f", quality.path("auc").asDouble());
        assertThat(trainingReport.substring(trainingReport.indexOf("on test.csv")))
                .contains(auc);
    }

    @Test
    void evaluateTellsWhichColumnsTheTableLacks() throws IOException {
        String renamed = csv(2, 300).replaceFirst("weight", "wieght");
        Path file = Files.writeString(folder.resolve("renamed.csv"), renamed);
        Result result = onFruit("evaluate", "fruit", file.toString());
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEqualTo("note: the table lacks these columns, which count as missing: weight");
    }

    @Test
    void inferAnswersARecordAndAListWithMissingAndUnseenValues() {
        assertThat(onFruit("infer", "fruit", "{\"weight\": 120, \"colour\": \"red\"}")
                        .out())
                .matches(
                        "(?s)label +yes\nprobability +0\\.\\d+ \\(of yes\\)\nexperts +expert-\\d \\(\\d+ %\\), expert-\\d.*");
        JsonNode response = json(onFruit(
                "infer",
                "fruit",
                "[{\"weight\": 120, \"colour\": \"red\"}, {\"colour\": \"blue\"}, {\"weight\": null, \"colour\": \"brown\"}]",
                "--output",
                "json"));
        assertThat(response.path("model_name").asString()).isEqualTo("fruit");
        assertThat(response.path("outputs").path(0).path("shape").path(0).asInt())
                .isEqualTo(3);
    }

    @Test
    void explainNamesEveryExpertAndItsFate() {
        String out = onFruit("explain", "fruit", "{\"weight\": 120, \"colour\": \"red\"}")
                .out();
        assertThat(out)
                .contains("mixture fruit, release 1", "answered", "passed over: ranked 3 of 4; the fan-out is 2");
        assertThat(out).contains("expert-0", "expert-1", "expert-2", "expert-3");
    }

    @Test
    void aServerAnswersLikeTheMixtureInProcess() throws IOException {
        ServeOptions options = new ServeOptions();
        new CommandLine(options).parseArgs("--port=0", "--grpc-port=0", "--admin-port=0", "--compute-threads=1");
        AdminToken token = AdminToken.generate(folder.resolve("admin.token"));
        ServedMixtures fruit = ServedMixtures.of(new MixtureRepository(folder.resolve("mixtures")), List.of("fruit"));
        String record = "[{\"weight\": 120, \"colour\": \"red\"}, {\"colour\": \"blue\"}]";
        try (Serving serving = Serving.start(options.serverConfig(token), fruit, options.limits.engine())) {
            String url = "http://127.0.0.1:" + serving.server().port();
            JsonNode here = json(onFruit("infer", "fruit", record, "--output", "json"));
            JsonNode there = json(run("infer", "fruit", record, "--output", "json", "--server", url));
            assertThat(there.path("outputs")).isEqualTo(here.path("outputs"));
            assertThat(run("explain", "fruit", record, "--server", url).out()).contains("row 1", "passed over: ");
            assertFails(
                    run("infer", "fruti", record, "--server", url), "the server answered 404: unknown mixture 'fruti'");
            assertFails(run("infer", "../fruit", record, "--server", url), "a server's mixture must be named like");
        }
    }

    @Test
    void listAndValidateTellWhatIsThere() {
        assertThat(onFruit("list").out()).matches("(?s)mixture +release +experts +about\nfruit +1 +4");
        assertThat(onFruit("validate", "fruit").out()).isEqualTo("fruit is valid: release 1 is in force");
    }

    @Test
    void validateTellsWhatIsBrokenAndFails() throws IOException {
        Path copy = folder.resolve("broken/fruit");
        copy(folder.resolve("mixtures/fruit"), copy);
        Files.writeString(copy.resolve("mixture.yaml"), "apiVersion: witan.dev/v1\nkind: Mixtrue\n");
        Path expert = copy.resolve("experts/expert-0/1/f32/expert.safetensors");
        byte[] bytes = Files.readAllBytes(expert);
        bytes[bytes.length - 1] ^= 1;
        Files.write(expert, bytes);
        Result result = run("validate", copy.toString());
        assertThat(result.exit()).isOne();
        assertThat(result.err()).contains("mixture.yaml:2:", "Mixtrue", "expert.safetensors: SHA-256 must be ");
        Result refused = run("infer", copy.toString(), "{\"weight\": 1}");
        assertThat(refused.exit()).isOne();
        assertThat(refused.err()).startsWith("witan: ").contains("expert.safetensors: SHA-256 must be ");
    }

    @Test
    void aDamagedMixtureKeepsNoOtherFromBeingServedUnlessItIsNamed() throws IOException {
        copy(folder.resolve("mixtures/fruit"), folder.resolve("market/fruit"));
        copy(folder.resolve("mixtures/fruit"), folder.resolve("market/rotten"));
        Files.writeString(folder.resolve("market/rotten/ACTIVE"), "none\n");
        MixtureRepository market = new MixtureRepository(folder.resolve("market"));
        ServeOptions options = new ServeOptions();
        new CommandLine(options).parseArgs("--port=0", "--grpc-port=0", "--admin-port=0", "--compute-threads=1");
        AdminToken token = AdminToken.generate(folder.resolve("market.token"));
        try (Serving serving = Serving.start(
                options.serverConfig(token), ServedMixtures.of(market, List.of()), options.limits.engine())) {
            assertThat(serving.host().index().toString())
                    .contains("name=fruit, version=1, state=READY, reason=]")
                    .contains("name=rotten, version=, state=UNAVAILABLE, reason=rotten/ACTIVE: must hold the number")
                    .doesNotContain(folder.toString());
        }
        ServedMixtures named = ServedMixtures.of(market, List.of("fruit", "rotten"));
        assertThatThrownBy(() -> Serving.start(options.serverConfig(token), named, options.limits.engine()))
                .hasMessageContaining("must hold the number of a release");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                if (Files.isRegularFile(path)) {
                    Files.copy(path, target);
                }
            }
        }
    }

    @Test
    void theSameTableAndSeedGiveTheSameReleaseOnAnyNumberOfThreads() {
        String fruit = folder.resolve("fruit.csv").toString();
        Result again = onFruit(
                "train",
                fruit,
                "--target",
                "sold",
                "--experts",
                "4",
                "--threads",
                "2",
                "--out",
                folder.resolve("again").toString());
        assertThat(again.exit()).isZero();
        assertThat(expert(folder.resolve("again"))).isEqualTo(expert(folder.resolve("mixtures/fruit")));
    }

    private static byte[] expert(Path mixture) {
        try {
            return Files.readAllBytes(mixture.resolve("experts/expert-1/1/f32/expert.safetensors"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatAPersonGotWrongIsSaidInOneLine() throws IOException {
        assertFails(onFruit("infer", "fruti", "{\"weight\": 1}"), "did you mean 'fruit'?");
        assertFails(onFruit("infer", "fruit", "{\"wieght\": 1}"), "unknown column 'wieght'; did you mean 'weight'?");
        assertFails(
                onFruit("infer", "fruit", "{\"weight\": \"heavy\"}"),
                "column 'weight' must hold finite numbers: row 0 is 'heavy'");
        assertFails(
                onFruit("train", folder.resolve("fruit.csv").toString(), "--target", "slod"), "did you mean 'sold'?");
        assertFails(onFruit("train", folder.resolve("none.csv").toString(), "--target", "sold"), "none.csv");
        assertFails(
                onFruit("train", folder.resolve("fruit.csv").toString(), "--target", "sold", "--fan-out", "1"),
                "fanOut must be at least 2");
        Path ragged = Files.writeString(folder.resolve("ragged.csv"), "weight,sold\n1,yes\n2\n");
        assertFails(onFruit("train", ragged.toString(), "--target", "sold"), "ragged.csv");
        assertFails(
                onFruit("infer", "fruit", "{\"weight\": 1}", "--server", "http://127.0.0.1:1"),
                "the server at http://127.0.0.1:1/ does not answer");
    }

    @Test
    void aTrainingThatCouldNotBePublishedIsRefusedBeforeItBegins() {
        String table = folder.resolve("fruit.csv").toString();
        Result result = onFruit("train", table, "--target", "sold", "--out", folder.resolve("test.csv") + "/sub");
        assertFails(result, "a mixture needs a folder that can be written: ");
        assertThat(result.err()).doesNotContain("training: ");
    }

    @Test
    void aMixtureNamedTwiceIsRefusedWithoutATrace() {
        assertFails(
                onFruit("serve", "fruit", "fruit", "--port=0", "--grpc-port=0", "--admin-port=0"),
                "a mixture may be served only once: 'fruit'");
    }

    @Test
    void noKeyIsShownForAHolderThatCannotHaveOne() {
        assertFails(run("key", "--principal", "a b"), "a principal, tenant or tag must start with a letter");
        assertThat(run("key", "--principal", "a b").err()).doesNotContain("The key, shown only now");
    }

    private static void assertFails(Result result, String message) {
        assertThat(result.exit()).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(result.err()).startsWith("witan: ").contains(message).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void wrongUsageEndsWithTwoAndPointsToHelp() {
        for (String[] line : List.of(
                new String[] {},
                new String[] {"serv"},
                new String[] {"infer", "fruit"},
                new String[] {"train", "a.csv", "--sede", "1"},
                new String[] {"train", "a.csv"},
                new String[] {"train", "ads", "--seed", "2"},
                new String[] {"serve", "--port", "http"})) {
            Result result = run(line);
            assertThat(result.exit()).as(String.join(" ", line)).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(result.err()).startsWith("witan: ");
        }
        assertThat(run("serv").err()).contains("witan serve");
        assertThat(run("train", "a.csv").err()).contains("Try 'witan train --help'");
    }

    @Test
    void everyCommandExplainsItself() {
        CommandLine root = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        assertThat(root.getSubcommands())
                .containsKeys("demo", "serve", "train", "evaluate", "infer", "explain", "list", "validate");
        for (String command : root.getSubcommands().keySet()) {
            Result help = run(command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).startsWith("Usage: witan " + command);
        }
        assertThat(run("generate-completion").out()).contains("complete -F _complete_witan");
    }

    private static JsonNode json(Result result) {
        assertThat(result.exit()).as(result.err()).isZero();
        return new JsonMapper().readTree(result.out());
    }
}
