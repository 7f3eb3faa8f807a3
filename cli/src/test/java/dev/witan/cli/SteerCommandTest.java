// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.model.repository.MixtureRepository;
import dev.witan.server.host.Exposure;
import dev.witan.server.security.AdminToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// Steering a running server from a terminal, on the mixture `ads` that ships with Witan.
class SteerCommandTest {
    private static final String RECORD = "{\"vertical\": \"travel\"}";

    @TempDir
    static Path folder;

    private static Path token = Path.of("");
    private static Serving serving;

    private record Result(int exit, String out, String err) {}

    private static Serving serving() {
        ServeOptions options = new ServeOptions();
        new CommandLine(options).parseArgs("--port=0", "--grpc-port=0", "--admin-port=0", "--compute-threads=1");
        token = folder.resolve("admin.token");
        ServedMixtures ads = ServedMixtures.of(new MixtureRepository(Path.of("..", "mixtures")), List.of("ads"));
        return Serving.start(
                options.serverConfig(AdminToken.generate(token)),
                ads,
                options.limits.engine(),
                Exposure.MIXTURES,
                Optional.of(folder.resolve("state")));
    }

    @BeforeAll
    static void start() {
        serving = serving();
    }

    @AfterAll
    static void stop() {
        serving.close();
    }

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private static Result steer(String... args) {
        List<String> line = new ArrayList<>(List.of("steer"));
        line.addAll(List.of(args));
        line.addAll(List.of("--server", "http://127.0.0.1:" + serving.server().adminPort()));
        line.addAll(List.of("--admin-token-file", token.toString()));
        return run(line.toArray(String[]::new));
    }

    private static String explained() {
        return run(
                        "explain",
                        "ads",
                        RECORD,
                        "--server",
                        "http://127.0.0.1:" + serving.server().port())
                .out();
    }

    @Test
    void aSteerIsLaidSeenExplainedAndUndone() {
        Result laid =
                steer("ads", "exclude", "premium-1", "--why", "answers nonsense", "--for", "30m", "--who", "dana");
        assertThat(laid.exit()).as(laid.err()).isZero();
        String id = laid.out().replaceAll("(?s).*undo (s[0-9]+)$", "$1");
        assertThat(laid.out())
                .matches("(?s)steer " + id + " excludes 'premium-1' for all requests: answers nonsense"
                        + " \\(dana, until .*Z\\)\nundo it with: witan steer ads undo " + id);
        assertThat(explained()).contains("excluded by dana until ", ": answers nonsense (steer " + id + ")");
        assertThat(steer("ads", "list").out())
                .containsPattern(id + " +exclude premium-1 +all +[0-9TZ:-]+ +dana +answers nonsense");
        Result undone = steer("ads", "undo", id, "--why", "rolled back", "--who", "kim");
        assertThat(undone.out()).startsWith("undone: steer " + id + " excludes 'premium-1'");
        assertThat(explained()).doesNotContain("excluded");
        assertThat(steer("ads", "log").out())
                .containsPattern(id + " laid: exclude premium-1, for all, until .*Z +dana +answers nonsense")
                .containsPattern(id + " undone +kim +rolled back")
                .contains("log: " + folder.resolve("state/ads/steers.jsonl"));
    }

    @Test
    void weightsSpreadAndPinsTakeTheirArgumentsAndScopes() {
        assertThat(steer("ads", "weight", "cheap-1", "0.5", "--tenant", "acme", "--why", "w", "--for", "60s")
                        .out())
                .contains("weighs 'cheap-1' 0.5-fold for tenant 'acme'");
        assertThat(steer("ads", "spread", "--tag", "eu", "--why", "w", "--for", "60s")
                        .out())
                .contains("spreads evenly for data tagged 'eu'");
        assertThat(steer("ads", "pin", "cheap-1", "--tenant", "zeta", "--why", "w", "--for", "60s", "--output", "json")
                        .out())
                .satisfies(json -> assertThat(
                                new JsonMapper().readTree(json).path("tenant").asString())
                        .isEqualTo("zeta"));
    }

    private static void wrong(int exit, String message, String... args) {
        Result result = steer(args);
        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        assertThat(result.err()).startsWith("witan: ").contains(message);
    }

    @Test
    void whatIsMissingOrMistypedIsSaid() {
        wrong(2, "unknown order 'exlcude'; did you mean 'exclude'? (orders: pin, ", "ads", "exlcude", "premium-1");
        wrong(2, "it is: witan steer ads exclude EXPERT", "ads", "exclude");
        wrong(2, "it is: witan steer ads weight EXPERT FACTOR", "ads", "weight", "cheap-1");
        wrong(2, "say how long it holds, like --for 30m", "ads", "spread", "--why", "w");
        wrong(2, "a steer needs its reason", "ads", "spread", "--for", "30m");
        wrong(
                2,
                "FACTOR must be a number, like 0.5: 'half'",
                "ads",
                "weight",
                "cheap-1",
                "half",
                "--why",
                "w",
                "--for",
                "1m");
        wrong(1, "how long must be a number and a unit, like 90s", "ads", "spread", "--why", "w", "--for", "ever");
        wrong(
                1,
                "has no expert 'premum-1'; did you mean 'premium-1'?",
                "ads",
                "pin",
                "premum-1",
                "--why",
                "w",
                "--for",
                "1m");
        wrong(1, "did you mean 'ads'?", "asd", "list");
        wrong(1, "mixture 'ads' has no fallback expert", "ads", "fallback", "--why", "w", "--for", "1m");
        wrong(1, "steer 's99' is not in force on 'ads'", "ads", "undo", "s99");
        wrong(2, "an ID is like s3, as `witan steer ads list` shows it: 's 3'", "ads", "undo", "s 3");
    }

    @Test
    void theDataPlaneAndAWrongTokenAreTold() throws IOException {
        Result data = run(
                "steer",
                "ads",
                "list",
                "--server",
                "http://127.0.0.1:" + serving.server().port(),
                "--admin-token-file",
                token.toString());
        assertThat(data.err()).contains("has no admin API: that has a port of its own, usually 8002");
        Path other = Files.writeString(folder.resolve("other.token"), "another token of good length");
        Result refused = run(
                "steer",
                "ads",
                "list",
                "--server",
                "http://127.0.0.1:" + serving.server().adminPort(),
                "--admin-token-file",
                other.toString());
        assertThat(refused.err()).contains("the server answered 401", "the admin API needs its token");
    }

    @Test
    void theTokenOfThisMachineIsSentNowhereElse() {
        for (String here : List.of("http://127.0.0.1:8002", "http://localhost:8002/", "https://[::1]:8002")) {
            AdminOptions.requireThisMachine(here);
        }
        for (String elsewhere : List.of(
                "http://10.0.0.7:8002",
                "http://localhost.example:8002",
                "http://127.0.0.1@example:8002",
                "http://127.0.0.1.example")) {
            assertThatThrownBy(() -> AdminOptions.requireThisMachine(elsewhere))
                    .hasMessageStartingWith("no admin token for " + elsewhere);
        }
    }

    @Test
    void theTokenOfTheOneServerOnThisMachineIsFound() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        assertThatThrownBy(() -> AdminOptions.found(home)).hasMessageStartingWith("no admin token: ");
        Files.writeString(home.resolve("admin-999999999.token"), "of a server that was killed");
        long self = ProcessHandle.current().pid();
        Path ours = Files.writeString(home.resolve("admin-" + self + ".token"), "ours");
        assertThat(AdminOptions.found(home)).isEqualTo(ours);
        long parent = Objects.requireNonNull(ProcessHandle.current().parent().orElse(null))
                .pid();
        Files.writeString(home.resolve("admin-" + parent + ".token"), "another's");
        assertThatThrownBy(() -> AdminOptions.found(home))
                .hasMessageStartingWith("several servers run on this machine");
    }
}
