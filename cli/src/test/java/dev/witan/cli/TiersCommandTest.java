// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.ads.AdsTraining;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What spending less costs, as a person asks it, on a copy of a mixture that ships with Witan.
class TiersCommandTest {
    private static final int ROWS = 900;

    @TempDir
    private Path root;

    private MixtureFolder ads;
    private Path table;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void copyShippedMixture() throws IOException {
        Path shipped = Path.of("../mixtures/ads");
        try (Stream<Path> paths = Files.walk(shipped)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(
                        path,
                        root.resolve("ads").resolve(shipped.relativize(path).toString()));
            }
        }
        ads = new MixtureRepository(root).find("ads");
        table = Files.writeString(root.resolve("rows.csv"), csv(AdsTraining.test(ROWS)));
    }

    private static String csv(Table table) {
        StringBuilder csv = new StringBuilder(String.join(",", table.names())).append('\n');
        for (int row = 0; row < table.rows(); row++) {
            StringJoiner line = new StringJoiner(",");
            for (TableColumn column : table.columns()) {
                line.add(column.label(row));
            }
            csv.append(line).append('\n');
        }
        return csv.toString();
    }

    private Result run(String command, String... more) {
        List<String> line = new ArrayList<>(List.of(command, ads.path().toString()));
        line.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(line.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private Result tiers(String... more) {
        List<String> line = new ArrayList<>(List.of(table.toString(), "--loss", "0.05", "--threads", "1"));
        line.addAll(List.of(more));
        return run("tiers", line.toArray(String[]::new));
    }

    private void assertSourceIsThatOfTheReleaseInForce() {
        assertThat(new MixtureConfigs().read(ads.configurationFile()))
                .isEqualTo(ads.activeManifest().configuration());
        assertThat(run("validate").exit()).isZero();
    }

    @Test
    void publishesWhatItHasLearned() {
        int before = ads.activeRelease().orElseThrow();

        Result rehearsed = tiers("--dry-run");

        assertThat(rehearsed.exit()).as(rehearsed.err()).isZero();
        assertThat(rehearsed.out()).contains("multiply-adds of a row's experts", "saved: ", "level 2: ");
        assertThat(ads.activeRelease()).hasValue(before);

        Result published = tiers();

        assertThat(published.out())
                .startsWith(rehearsed.out())
                .endsWith("published release " + (before + 1) + " of ads");
        assertThat(ads.activeManifest().configuration().spec().routing().tiers().thresholds())
                .hasSize(2);
        assertSourceIsThatOfTheReleaseInForce();
        assertThat(tiers().err())
                .isEqualTo("witan: the mixture has tiers already: take spec.routing.tiers out of mixture.yaml and"
                        + " publish it first");
    }

    /// The process died when `mixture.yaml` was written and the release not yet in force.
    @Test
    void goesOnWhereARunBeforeDied() throws IOException {
        int before = ads.activeRelease().orElseThrow();
        tiers();
        Files.writeString(ads.path().resolve("ACTIVE"), before + "\n");
        assertThat(ads.activeManifest().configuration())
                .isNotEqualTo(new MixtureConfigs().read(ads.configurationFile()));

        Result again = tiers();

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(ads.activeRelease()).hasValue(before + 2);
        assertSourceIsThatOfTheReleaseInForce();
    }

    @Test
    void losesNoEditThatNobodyHasPublished() throws IOException {
        String source = Files.readString(ads.configurationFile());
        Files.writeString(ads.configurationFile(), source.replace("routing: {fanOut: 2}", "routing: {fanOut: 1}"));

        Result refused = tiers();

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo(
                        "witan: " + ads.configurationFile() + " differs from the release in force: publish it first");
    }

    @Test
    void aBudgetSweepTellsWhatEachPriceCosts() throws IOException {
        Path plot = root.resolve("sweep.svg");
        Result text =
                run("evaluate", table.toString(), "--budget-sweep", "--revenue", "bid", "--plot", plot.toString());
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out().lines().findFirst().orElseThrow())
                .matches("price +cost per row +saved +AUC +revenue per 1000");
        assertThat(text.out().lines()).hasSize(13);
        assertThat(Files.readString(plot))
                .startsWith("<svg ")
                .endsWith("</svg>\n")
                .contains("ads: what spending less costs", "AUC", "revenue per 1000 rows");

        JsonNode points = new JsonMapper()
                .readTree(run("evaluate", table.toString(), "--budget-sweep", "--output", "json")
                        .out())
                .get("points");

        assertThat(points.size()).isEqualTo(12);
        assertThat(points.get(0).get("price").asDouble()).isZero();
        double last = Double.POSITIVE_INFINITY;
        for (JsonNode point : points) {
            assertThat(point.get("cost").asDouble()).isBetween(2.0, last);
            assertThat(point.get("quality").get("auc").asDouble()).isBetween(0.5, 1.0);
            assertThat(point.has("revenuePerThousand")).isFalse();
            last = point.get("cost").asDouble();
        }
        assertThat(run("evaluate", table.toString(), "--revenue", "bid").err())
                .isEqualTo("witan: --revenue and --plot need --budget-sweep");
    }
}
