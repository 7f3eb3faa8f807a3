// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A mixture for fruit, whose columns and values mean no good.
class EvaluateReportTest {
    private static final String COLOUR = "colour<script>";
    private static final String RED = "red\"><img src=x onerror=alert(1)>";

    @TempDir
    private static Path folder;

    private record Result(int exit, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(args);
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private static Result evaluate(String... args) {
        List<String> line = new ArrayList<>(List.of(
                "evaluate",
                "--repository",
                folder.resolve("mixtures").toString(),
                "fruit",
                folder.resolve("test.csv").toString(),
                "--threads",
                "1"));
        line.addAll(List.of(args));
        return run(line.toArray(String[]::new));
    }

    private static String csv(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("weight,%s,sold\n".formatted(COLOUR));
        for (int row = 0; row < rows; row++) {
            double weight = 50 + 100 * random.nextDouble();
            String colour = List.of(RED, "green", "brown").get(random.nextInt(3));
            boolean isSold = colour.equals(RED) ? weight > 80 : colour.equals("green") && weight < 100;
            csv.append(String.format(
                    Locale.ROOT, "%.1f,\"%s\",%s%n", weight, colour.replace("\"", "\"\""), isSold ? "yes" : "no"));
        }
        return csv.toString();
    }

    private static Result train(String mixture, Path table, String target, int epochs) {
        return run(
                "train",
                "--repository",
                folder.resolve("mixtures").toString(),
                "--out",
                mixture,
                table.toString(),
                "--target",
                target,
                "--experts",
                "3",
                "--epochs",
                Integer.toString(epochs),
                "--threads",
                "1");
    }

    @BeforeAll
    static void train() throws IOException {
        Path file = Files.writeString(folder.resolve("fruit.csv"), csv(1, 400));
        Files.writeString(folder.resolve("test.csv"), csv(2, 200));
        Result result = train("fruit", file, "sold", 8);
        assertThat(result.exit()).as(result.err()).isZero();
    }

    @Test
    void theReportHoldsNothingButTextOfTheData() throws IOException {
        Path report = folder.resolve("report.html");
        Result result = evaluate("--cohort", COLOUR, "--report", report.toString());
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).isEqualTo("report: " + report);
        assertThat(Files.readString(report))
                .doesNotContain("<script", "<img")
                .contains("Cohorts by colour&lt;script&gt;", "ROC curve", "Load per expert", "What each expert sees");
    }

    @Test
    void cohortsStandBelowTheShortFigures() {
        assertThat(evaluate("--cohort", COLOUR).out())
                .containsPattern(
                        "(?s)^rows +200\nauc +0\\..*\n\n" + COLOUR + " +rows +AUC.*brown +\\d+.*95 % intervals");
    }

    @Test
    void programsGetTheShortFiguresAtTheTopAndEverythingBeside() throws IOException {
        Path report = folder.resolve("report.json");
        JsonNode out = new JsonMapper()
                .readTree(evaluate("--output", "json", "--report", report.toString())
                        .out());
        JsonNode file = new JsonMapper().readTree(Files.readString(report));
        assertThat(out.path("auc").asDouble())
                .isEqualTo(file.path("tasks")
                        .path(0)
                        .path("measures")
                        .path("auc")
                        .path("value")
                        .asDouble());
        assertThat(out.path("tasks")).isEqualTo(file.path("tasks"));
        assertThat(file.path("routing").path("loads")).hasSize(3);
    }

    @Test
    void severalTasksHaveAReportWithASectionEach() throws IOException {
        Path report = folder.resolve("tasks.html");
        assertThat(train("both", folder.resolve("fruit.csv"), "sold,weight", 2).exit())
                .isZero();
        Result result = run(
                "evaluate",
                "--repository",
                folder.resolve("mixtures").toString(),
                "both",
                folder.resolve("test.csv").toString(),
                "--cohort",
                COLOUR,
                "--report",
                report.toString(),
                "--threads",
                "1");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("task sold", "task weight", "RMSE");
        assertThat(Files.readString(report))
                .doesNotContain("<script", "<img")
                .contains("Answers of sold", "Answers of weight", "Which task uses which expert");
    }

    @Test
    void liftIsMeasuredOverSeeds() throws IOException {
        Path few = Files.writeString(folder.resolve("few.csv"), csv(3, 40));
        Result result = evaluate("--train", few.toString(), "--seeds", "2", "--output", "json");
        assertThat(result.exit()).as(result.err()).isZero();
        JsonNode networks = new JsonMapper()
                .readTree(result.out())
                .path("tasks")
                .path(0)
                .path("lift")
                .path("networks");
        assertThat(networks)
                .extracting(network -> network.path("name").asString())
                .containsExactly(
                        "mixture",
                        "linear network",
                        "dense network, active size",
                        "dense network, total size",
                        "best single expert");
        assertThat(networks).allMatch(network -> network.path("values").size() == 2);
        double mixture = networks.path(0).path("mean").path("value").asDouble();
        double linear = networks.path(1).path("mean").path("value").asDouble();
        assertThat(networks.path(1).path("mixtureIsBetterBy").path("value").asDouble())
                .isCloseTo(mixture - linear, within(1e-9));
        assertThat(networks.path(3).path("parameters").asDouble())
                .isGreaterThan(networks.path(2).path("parameters").asDouble());
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeTheWork() {
        assertThat(evaluate("--report", folder.resolve("report.pdf").toString()).err())
                .contains("a report's name must end in .html or .json: ");
        assertThat(evaluate(
                                "--report",
                                folder.resolve("nowhere").resolve("r.html").toString())
                        .err())
                .contains("in a folder that exists");
        assertThat(evaluate("--seeds", "3").err()).contains("--seeds needs --train");
        assertThat(evaluate("--cohort", "color").err()).contains("a cohort must be a column: 'color'");
    }
}
