// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// `witan distill` and `witan expert` as a person types them, release after release of one small mixture.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleCommandsTest {
    @TempDir
    static Path folder;

    private record Result(int exit, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> line = new ArrayList<>(List.of(args));
        line.add("--repository");
        line.add(folder.toString());
        int exit = Main.run(line.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private static Path csv(String name, long seed, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("weight,colour,sold\n");
        for (int row = 0; row < rows; row++) {
            double weight = 50 + 100 * random.nextDouble();
            String colour = List.of("red", "green", "brown").get(random.nextInt(3));
            boolean isSold = colour.equals("red") ? weight > 80 : colour.equals("green") && weight < 100;
            csv.append(String.format(Locale.ROOT, "%.1f,%s,%s%n", weight, colour, isSold ? "yes" : "no"));
        }
        return Files.writeString(folder.resolve(name), csv);
    }

    private static Path data;
    private static Path learn;

    @BeforeAll
    static void train() throws IOException {
        Path table = csv("fruit.csv", 1, 600);
        data = csv("held-out.csv", 2, 400);
        learn = csv("learn.csv", 3, 500);
        Result trained = run(
                "train",
                table.toString(),
                "--target",
                "sold",
                "--experts",
                "4",
                "--epochs",
                "6",
                "--gate-hidden",
                "64");
        assertThat(trained.exit()).as(trained.err()).isZero();
    }

    private static String release(int number) throws IOException {
        return Files.readString(folder.resolve("fruit/releases/" + number + ".json"));
    }

    @Test
    @Order(1)
    void distillsAGate() throws IOException {
        String first = release(1);
        Result result = run("distill", "gate", "fruit", "--data", data.toString(), "--hidden", "4", "--steps", "400");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("recall@2", "x fewer multiply-adds", "auc");
        assertThat(release(2)).contains("\"by\" : \"witan distill gate\"", "gate distilled from that of release 1");
        assertThat(release(1)).isEqualTo(first);
        assertThat(Files.readString(folder.resolve("fruit/mixture.yaml"))).contains("hidden: [4]");
    }

    @Test
    @Order(2)
    void distillsADenseFallbackThatNoRowIsRoutedTo() throws IOException {
        Result result = run("distill", "dense", "fruit", "--data", data.toString(), "--steps", "300");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("agreement with the mixture");
        assertThat(Files.readString(folder.resolve("fruit/mixture.yaml"))).contains("role: standby", "fallback: dense");
        Result explained = run("explain", "fruit", "{\"weight\": 90, \"colour\": \"red\"}");
        assertThat(explained.exit()).as(explained.err()).isZero();
        assertThat(explained.out()).doesNotContain("dense");
        Result again = run("distill", "dense", "fruit", "--data", data.toString(), "--id", "expert-1");
        assertThat(again.err()).contains("'expert-1' is an expert already: --id names the new one otherwise");
    }

    @Test
    @Order(3)
    void tellsWhatExpertsAreWorth() {
        Result result = run("expert", "list", "fruit", "--data", data.toString());
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out().lines().findFirst().orElseThrow())
                .contains("expert", "role", "share", "saliency", "AUC alone", "without it");
        assertThat(result.out()).containsPattern("dense +standby +0 ");
        assertThat(run("expert", "list", "fruit").out()).containsPattern("expert-0 +ffn");
    }

    @Test
    @Order(3)
    void looksAtRowsThatAreDrawnOverTheWholeTable() {
        Result some = run("expert", "list", "fruit", "--data", data.toString(), "--rows", "50");
        assertThat(some.err())
                .isEqualTo("note: held-out.csv has 400 rows: 50 of them, drawn at random over the whole table, are"
                        + " looked at (seed 1)");
        assertThat(run("expert", "list", "fruit", "--data", data.toString(), "--rows", "50")
                        .out())
                .isEqualTo(some.out());
        assertThat(run("expert", "list", "fruit", "--data", data.toString(), "--rows", "50", "--seed", "2")
                        .out())
                .isNotEqualTo(some.out());
        Result learned = run(
                "expert",
                "retrain",
                "fruit",
                "expert-0",
                "--data",
                data.toString(),
                "--learn",
                learn.toString(),
                "--rows",
                "300",
                "--dry-run");
        assertThat(learned.err())
                .contains("note: held-out.csv has 400 rows: 300 of them", "note: learn.csv has 500 rows: 300 of them");
        assertThat(run("expert", "list", "fruit", "--data", data.toString(), "--rows", "0")
                        .err())
                .startsWith("witan: --rows must be between 1 and ");
    }

    @Test
    @Order(4)
    void masksAnExpertAndLaterRemovesIt() throws IOException {
        Result rehearsal = run("expert", "prune", "fruit", "expert-2", "--data", data.toString(), "--dry-run");
        assertThat(rehearsal.out())
                .endsWith("fruit: nothing was published (--dry-run)")
                .contains("before", "after");
        Result masked = run("expert", "prune", "fruit", "expert-2", "--data", data.toString());
        assertThat(masked.out()).endsWith("published as release 4 of fruit: masked expert-2");
        assertThat(release(4)).contains("\"role\" : \"masked\"", "experts/expert-2");
        Result again = run("expert", "prune", "fruit", "expert-2", "--data", data.toString());
        assertThat(again.err()).contains("it is masked already; --remove takes it out for good");
        Result restored = run("expert", "restore", "fruit", "expert-2", "--data", data.toString(), "--dry-run");
        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("before", "after", "auc").endsWith("(--dry-run)");
        assertThat(run("expert", "restore", "fruit", "expert-1", "--data", data.toString())
                        .err())
                .contains("'expert-1' is not masked, so there is nothing to restore (masked: expert-2)");
        Result removed = run("expert", "prune", "fruit", "--remove", "--data", data.toString());
        assertThat(removed.out()).endsWith("published as release 5 of fruit: removed all masked experts");
        assertThat(release(5)).doesNotContain("experts/expert-2");
        assertThat(run("validate", "fruit").out()).isEqualTo("fruit is valid: release 5 is in force");
    }

    @Test
    @Order(5)
    void addsClonesAndReplaces() throws IOException {
        String[] measured = {"--data", data.toString(), "--learn", learn.toString()};
        Result added = run(
                "expert", "add", "fruit", "new", measured[0], measured[1], measured[2], measured[3], "--steps", "100");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.out()).endsWith("published as release 6 of fruit: added new");
        Result cloned = run(
                "expert",
                "clone",
                "fruit",
                "new",
                "newer",
                measured[0],
                measured[1],
                measured[2],
                measured[3],
                "--steps",
                "0");
        assertThat(cloned.out()).endsWith("published as release 7 of fruit: cloned new as newer");
        String file =
                folder.resolve("fruit/experts/newer/1/f32/expert.safetensors").toString();
        Result replaced = run("expert", "replace", "fruit", "new", "--with", file, "--data", data.toString());
        assertThat(replaced.out()).endsWith("published as release 8 of fruit: replaced new by expert.safetensors");
        Result unfit = run("expert", "replace", "fruit", "new", "--with", "x.csv", "--data", data.toString());
        assertThat(unfit.err()).isEqualTo("witan: x.csv: must be a .safetensors or an .onnx file");
    }

    @Test
    @Order(6)
    void saysWhatToDoAboutMistakes() throws IOException {
        Result unknown =
                run("expert", "retrain", "fruit", "expert-9", "--data", data.toString(), "--learn", learn.toString());
        assertThat(unknown.err()).contains("mixture 'fruit' has no expert 'expert-9'; did you mean 'expert-0'?");
        Result byHeart =
                run("expert", "retrain", "fruit", "expert-0", "--data", data.toString(), "--learn", data.toString());
        assertThat(byHeart.err()).contains("--learn and --data must be different tables");
        Path unlabelled = Files.writeString(folder.resolve("unlabelled.csv"), "weight,colour\n90,red\n");
        Result noTarget = run("expert", "prune", "fruit", "expert-1", "--data", unlabelled.toString());
        assertThat(noTarget.err()).contains("the table must have the column 'sold' with labels");
        Result tooMany =
                run("expert", "prune", "fruit", "expert-0", "expert-1", "expert-3", "new", "--data", data.toString());
        assertThat(tooMany.err()).contains("2 experts must stay");
    }
}
