// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.kernels.Kernels;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.RepositorySource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A mixture with trees, from the command that trains it to the answer of a server.
class TreesTrainTest {
    @TempDir
    private Path folder;

    /// Sells what is light and red, or heavy and not red.
    private static String fruit(int rows) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("weight,colour,sold\n");
        for (int row = 0; row < rows; row++) {
            double weight = 50 + 100 * random.nextDouble();
            boolean isRed = random.nextBoolean();
            csv.append(String.format(
                    Locale.ROOT,
                    "%.1f,%s,%s%n",
                    weight,
                    isRed ? "red" : "green",
                    isRed == (weight < 100) ? "yes" : "no"));
        }
        return csv.toString();
    }

    private String run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        assertThat(exit).as(err.toString()).isZero();
        return out.toString();
    }

    private String refused(String... args) {
        StringWriter err = new StringWriter();
        assertThat(Main.run(args, new PrintWriter(new StringWriter()), new PrintWriter(err)))
                .as(err.toString())
                .isOne();
        return err.toString();
    }

    private Path table(String name, int rows) throws IOException {
        return Files.writeString(folder.resolve(name), fruit(rows));
    }

    @Test
    void nothingLearnsBesideTreesFromTheRowsThatTheyGrewOn() throws IOException {
        String old = table("fruit.csv", 300).toString();
        String recent = table("recent.csv", 280).toString();
        String place = folder.resolve("mixtures").toString();
        String[] common = {"--repository", place, "--target", "sold", "--epochs", "1", "--threads", "1"};
        run(with(common, "train", old, "--trees", "1"));
        String rule = "fruit.csv: experts trees-0 grew on these rows, and are surer of them than of any other";
        assertThat(refused(with(common, "train", old, "--from", "fruit"))).contains(rule);

        run(with(common, "train", recent, "--from", "fruit", "--out", "ripe"));
        assertThat(refused(with(common, "train", old, "--from", "ripe"))).contains(rule);
        run(with(common, "train", recent, "--from", "ripe"));
        assertThat(refused(with(common, "train", old, "--from", "ripe"))).contains(rule);

        assertThat(refused(
                        "expert",
                        "retrain",
                        "ripe",
                        "expert-0",
                        "--repository",
                        place,
                        "--data",
                        recent,
                        "--learn",
                        old,
                        "--rows",
                        "100"))
                .contains(rule);
    }

    /// What a release knows of its labels makes other values of them than the table does by itself.
    @Test
    void theRowsAreKnownWhereLabelsAreNumbers() throws IOException {
        String spelled = fruit(300).replace(",yes", ",1").replace(",no", ",0");
        String csv = Files.writeString(folder.resolve("fruit.csv"), spelled).toString();
        String place = folder.resolve("mixtures").toString();
        String[] common = {"--repository", place, "--target", "sold", "--epochs", "1", "--threads", "1"};
        run(with(common, "train", csv, "--trees", "1"));

        assertThat(refused(with(common, "train", csv, "--from", "fruit")))
                .contains("experts trees-0 grew on these rows");
    }

    @Test
    void treesAreNamedAndDescribedLikeNetworks() throws IOException {
        String csv = table("fruit.csv", 300).toString();
        String[] common = {
            "--repository", folder.resolve("mixtures").toString(), "--target", "sold", "--epochs", "1", "--threads", "1"
        };
        String report = run(with(
                common,
                "train",
                csv,
                "--expert",
                "oak=trees:leaves=4:rounds=9",
                "--expert",
                "elm=trees:leaves=12:rows=5:rate=0.1",
                "--expert",
                "deep=8,4"));
        assertThat(report).contains("mixture, 2 of 3 experts", "oak alone", "elm alone", "deep alone");
        assertThat(wrong(with(common, "train", csv, "--expert", "oak=trees:leaves=1")))
                .contains("leaves of trees must be between 2 and 128: 1");
        assertThat(wrong(with(common, "train", csv, "--expert", "oak=trees:relu")))
                .contains("'relu' is neither 'shared' nor leaves=, rounds=, rate= or rows=");
    }

    private static String wrong(String... args) {
        StringWriter err = new StringWriter();
        assertThat(Main.run(args, new PrintWriter(new StringWriter()), new PrintWriter(err)))
                .isEqualTo(2);
        return err.toString();
    }

    private static String[] with(String[] common, String... more) {
        return Stream.concat(Stream.of(more), Stream.of(common)).toArray(String[]::new);
    }

    @Test
    void answersOverHttpWhatTreesHaveLearned() throws IOException, InterruptedException {
        Path csv = Files.writeString(folder.resolve("fruit.csv"), fruit(600));
        Path repository = folder.resolve("mixtures");
        String report = run(
                "train",
                csv.toString(),
                "--repository",
                repository.toString(),
                "--target",
                "sold",
                "--trees",
                "2",
                "--epochs",
                "3",
                "--threads",
                "1");
        assertThat(report).contains("mixture, 2 of 4 experts", "trees-0 alone", "trees-1 alone");
        Telemetry telemetry = MadeServer.telemetry();
        ExpertKinds kinds = ExpertKinds.ofProcess();
        RepositorySource source =
                new RepositorySource(new MixtureRepository(repository), List.of(), kinds.loader(Kernels.choose()));
        try (MadeServer server = new MadeServer(source, telemetry)) {
            assertThat(probability(server, 60, "red")).isGreaterThan(0.8);
            assertThat(probability(server, 140, "red")).isLessThan(0.2);
            assertThat(probability(server, 140, "green")).isGreaterThan(0.8);
        } finally {
            kinds.close();
        }
    }

    private static double probability(MadeServer server, double weight, String colour)
            throws IOException, InterruptedException {
        String body = String.format(
                Locale.ROOT,
                "{\"inputs\":[{\"name\":\"weight\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[%s]},"
                        + "{\"name\":\"colour\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"%s\"]}]}",
                weight,
                colour);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/v2/models/fruit/infer".formatted(server.port())))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer = client.send(request, BodyHandlers.ofString(UTF_8)).body();
            for (JsonNode output : new JsonMapper().readTree(answer).path("outputs")) {
                if (output.path("name").asString().equals("probability")) {
                    return output.at("/data/0").asDouble();
                }
            }
            throw new AssertionError(answer);
        }
    }
}
