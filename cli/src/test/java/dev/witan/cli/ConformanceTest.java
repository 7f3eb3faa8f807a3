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
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Witan, with both shipped mixtures, before the conformance kit; and the command that runs it.
class ConformanceTest {
    private static final String TOKEN = "a token that only this test knows";

    private static Serving serving;

    @TempDir
    private Path folder;

    private record Result(int exit, String out, String err) {}

    @BeforeAll
    static void start() {
        ServerConfig config =
                ServerConfig.loopback("test", AdminToken.of(TOKEN)).withPorts(0, 0);
        MixtureRepository shipped = new MixtureRepository(Path.of("..", "mixtures"));
        serving = Serving.start(
                config, ServedMixtures.of(shipped, List.of()), Limits.defaults(), Exposure.EXPERTS, Optional.empty());
    }

    @AfterAll
    static void stop() {
        serving.close();
    }

    private static String server() {
        return "http://127.0.0.1:" + serving.server().port();
    }

    private static String grpc() {
        return "127.0.0.1:" + serving.server().grpcPort();
    }

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ads", "languages"})
    void witanFailsNoCase(String mixture) {
        Target target = Target.of(URI.create(server()))
                .withGrpc(grpc())
                .withModel(mixture)
                .withRepositoryCases(TOKEN);
        Report report = Conformance.run(target, (_, _, _) -> {});

        assertThat(report.count("failed") + report.count("broken"))
                .as(TextReport.of(report))
                .isZero();
        assertThat(report.count("passed")).isGreaterThan(220);
    }

    @Test
    void anExpertThatIsExposedFailsNoCase() {
        Target target = Target.of(URI.create(server())).withGrpc(grpc()).withModel("ads.premium-1");
        Report report = Conformance.run(target, (_, _, _) -> {});

        assertThat(report.count("failed") + report.count("broken"))
                .as(TextReport.of(report))
                .isZero();
        assertThat(report.count("passed")).isGreaterThan(150);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vectors", "tokens", "pictures"})
    void mixturesOfOtherInputsFailNoCase(String mixture) {
        try (MadeServer made = new MadeServer(new InputForms(), MadeServer.telemetry())) {
            Target target = Target.of(URI.create("http://127.0.0.1:" + made.port()))
                    .withGrpc("127.0.0.1:" + made.grpcPort())
                    .withModel(mixture);
            // The kit cannot make up a picture.
            Target asked = mixture.equals("pictures") ? target.withRequest(aPicture()) : target;
            Report report = Conformance.run(asked, (_, _, _) -> {});

            assertThat(report.count("failed") + report.count("broken"))
                    .as(TextReport.of(report))
                    .isZero();
            assertThat(report.count("passed")).as(TextReport.of(report)).isGreaterThan(150);
        }
    }

    private static String aPicture() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "{\"inputs\": [{\"name\": \"picture\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"%s\"]}]}"
                .formatted(Base64.getEncoder().encodeToString(png.toByteArray()));
    }

    @Test
    void theCommandPrintsASummaryAndLeavesReports() throws IOException {
        Path json = folder.resolve("report.json");
        Path junit = folder.resolve("report.xml");
        Result result = run(
                "conformance",
                "--server",
                server(),
                "--case",
                "rest.health.*,rest.infer.echoes-id",
                "--report",
                json.toString(),
                "--junit",
                junit.toString());

        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out())
                .contains("rest.health                 10       0        0       0")
                .contains("conforms: 11 cases in ");
        assertThat(new JsonMapper()
                        .readTree(Files.readString(json))
                        .path("counts")
                        .path("passed")
                        .asInt())
                .isEqualTo(11);
        assertThat(Files.readString(junit)).contains("name=\"rest.infer.echoes-id\"");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("report.json", "report.xml");
    }

    @Test
    void aServerThatIsNotThereDoesNotConform() {
        Result result = run("conformance", "--server", "http://127.0.0.1:1", "--case", "rest.health.live");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("BROKEN  MUST  rest.health.live", "no connection to http://127.0.0.1:1");
    }

    @Test
    void aCaseThatThereIsNotAndAServerThatIsNotNamedAreWrongUsage() {
        assertThat(run("conformance").exit()).isEqualTo(2);
        assertThat(run("conformance", "--server", "nowhere").exit()).isEqualTo(2);
        assertThat(run("conformance", "--server", server(), "--case", "no.such").err())
                .contains("no case has such an id: no.such");
        assertThat(run("conformance", "--server", server(), "--repository-cases")
                        .err())
                .contains("--repository-cases needs --admin-token");
    }

    @Test
    void theListNeedsNoServer() {
        Result result = run("conformance", "--list", "--transport", "binary", "--case", "*.refuse.*");

        assertThat(result.exit()).isZero();
        assertThat(result.out().lines()).hasSize(15).allMatch(line -> line.contains("  binary.refuse."));
    }

    @Test
    void aGivenRequestIsSentInsteadOfOneThatIsMadeUp() throws IOException {
        Path request = Files.writeString(
                folder.resolve("request.json"),
                "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [39.5]}]}");
        Result result = run(
                "conformance",
                "--server",
                server(),
                "--model",
                "ads",
                "--request",
                request.toString(),
                "--case",
                "rest.infer.answers",
                "--output",
                "json");

        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out()).contains("those of the given request", "39.5");
    }
}
