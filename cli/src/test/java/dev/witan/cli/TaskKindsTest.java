// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.conformance.Conformance;
import dev.witan.conformance.Report;
import dev.witan.conformance.check.Target;
import dev.witan.conformance.report.TextReport;
import dev.witan.engine.Limits;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.server.ServerConfig;
import dev.witan.server.host.Exposure;
import dev.witan.server.security.AdminToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mixtures that answer several labels, quantiles and several tasks, from the command that trains them to what a
/// person, a table and a client of the protocol get.
class TaskKindsTest {
    private static final int ROWS = 300;
    private static final String RECORD = "{\"x\": 7, \"kind\": \"a\"}";

    @TempDir
    private static Path folder;

    private record Result(int exit, String out, String err) {}

    @BeforeAll
    static void train() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        StringBuilder rows = new StringBuilder("x,kind,red,big,price,plan\n");
        for (int row = 0; row < ROWS; row++) {
            int x = random.nextInt(10);
            String kind = random.nextBoolean() ? "a" : "b";
            rows.append("%d,%s,%s,%d,%d,%s\n"
                    .formatted(
                            x,
                            kind,
                            kind.equals("a") ? "yes" : "no",
                            x + random.nextInt(3) > 5 ? 1 : 0,
                            100 * x + random.nextInt(50),
                            x < 3 ? "low" : x < 7 ? "mid" : "high"));
        }
        Files.writeString(folder.resolve("t.csv"), rows);
        Files.writeString(folder.resolve("ask.csv"), "x,kind\n7,a\n1,b\n");
        train("labels", "--target", "red,big", "--task", "multi-label");
        train("levels", "--target", "price", "--task", "quantile", "--quantiles", "0.05,0.5,0.95");
        train("tasks", "--target", "red,plan,price", "--own-experts", "1", "--task-weight", "plan=3");
    }

    private static void train(String name, String... options) {
        List<String> args = new ArrayList<>(List.of(options));
        args.addAll(List.of("--out", name, "--threads", "1", "--epochs", "2"));
        Result result = run("train", table("t.csv"), args.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
    }

    private static String table(String name) {
        return folder.resolve(name).toString();
    }

    private static Result run(String command, String first, String... more) {
        List<String> args = new ArrayList<>(List.of(command, first));
        args.addAll(List.of(more));
        args.addAll(List.of("--repository", folder.resolve("mixtures").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            labels | labels +\\S.*\\nprobabilities +red \\S+, big \\S+\\nexperts +expert.*
            levels | quantiles +p5 \\S+, p50 \\S+, p95 \\S+\\nexperts +expert.*
            tasks  | (?s)red.label +\\S+\\nred.probability +\\S+ \\(of yes\\)\\nplan.label +\\S+\\n.*price.value +\\S+\\nred.experts.*task-0-expert-0.*
            """)
    void aPersonReadsWhatEachAnswerIs(String mixture, String expected) {
        assertThat(run("infer", mixture, RECORD).out()).matches(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            labels | x,kind,labels,probabilities.red,probabilities.big,experts,weights
            levels | x,kind,quantiles.p5,quantiles.p50,quantiles.p95,experts,weights
            tasks  | x,kind,red.label,red.probability,plan.label,plan.probabilities.high,plan.probabilities.low,plan.probabilities.mid,price.value,red.experts,red.weights,plan.experts,plan.weights,price.experts,price.weights
            """)
    void aTableGetsAColumnPerNumber(String mixture, String header) throws IOException {
        Path out = folder.resolve(mixture + "-out.csv");
        Result result = run("batch", mixture, table("ask.csv"), out.toString(), "--experts");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(3).first().isEqualTo(header);
    }

    @Test
    void theOptionsOfTasksStandInTheMixture() throws IOException {
        assertThat(Files.readString(folder.resolve("mixtures/tasks/mixture.yaml")))
                .contains("experts: [task-0-expert-0]", "experts: [task-1-expert-0]", "experts: [task-2-expert-0]");
        assertThat(Files.readString(folder.resolve("mixtures/levels/mixture.yaml")))
                .contains("0.05, 0.5, 0.95");
    }

    @ParameterizedTest
    @ValueSource(strings = {"labels", "levels", "tasks"})
    void aServerOfThemFailsNoCaseOfTheProtocol(String mixture) {
        ServerConfig config = ServerConfig.loopback("test", AdminToken.of("an admin token for tests"))
                .withPorts(0, 0);
        MixtureRepository made = new MixtureRepository(folder.resolve("mixtures"));
        try (Serving serving = Serving.start(
                config, ServedMixtures.of(made, List.of()), Limits.defaults(), Exposure.EXPERTS, Optional.empty())) {
            Report report = Conformance.run(
                    Target.of(URI.create("http://127.0.0.1:" + serving.server().port()))
                            .withGrpc("127.0.0.1:" + serving.server().grpcPort())
                            .withModel(mixture),
                    (_, _, _) -> {});

            assertThat(report.count("failed") + report.count("broken"))
                    .as(TextReport.of(report))
                    .isZero();
            assertThat(report.count("passed")).isGreaterThan(220);
        }
    }
}
