// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people are likely to get wrong with `train`: each is refused at once, with what to do.
class TrainMistakesTest {
    private static final int ROWS = 200;

    @TempDir
    private static Path folder;

    private record Result(int exit, String out, String err) {}

    @BeforeAll
    static void writeTables() throws IOException {
        StringBuilder rows = new StringBuilder("x,kind,bought,same,gap\n");
        for (int row = 0; row < ROWS; row++) {
            String kind = row * 7 % 3 == 0 ? "a" : "b";
            String bought = row * 13 % 5 < 2 ? "yes" : "no";
            rows.append("%d,%s,%s,one,%s\n".formatted(row * 37 % 101, kind, bought, row == 9 ? "" : bought));
        }
        Files.writeString(folder.resolve("visits.csv"), rows);
        Files.writeString(folder.resolve("ragged.csv"), rows + "1,a\n");
        Files.writeString(folder.resolve("visits.xlsx"), "PK");
        StringBuilder prices = new StringBuilder("x,price\n");
        for (int row = 0; row < 2 * ROWS; row++) {
            prices.append("%d,%s\n".formatted(row * 37 % 101, row == 150 ? "ask us" : row * 13 % 301 + ".5"));
        }
        Files.writeString(folder.resolve("prices.csv"), prices);
    }

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private static Result train(String table, String options) {
        List<String> args =
                new ArrayList<>(List.of("train", folder.resolve(table).toString()));
        args.addAll(List.of("--repository", folder.resolve("mixtures").toString(), "--threads", "1"));
        Arrays.stream(options.split(" ")).filter(word -> !word.isEmpty()).forEach(args::add);
        return run(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "visits.csv | \"\" | which column is to be predicted? Name it with --target",
                "visits.csv | --target bougth | did you mean 'bought'? (columns:",
                "missing.csv | --target bought | missing.csv",
                "ragged.csv | --target bought | ragged.csv line 202: a row must have 5 values",
                "visits.csv | --target same | a target needs different labels, or there is nothing to learn: all are 'one'",
                "visits.csv | --target gap | line 11, column 'gap': every row must have a value here",
                "visits.csv | --target bought --task regression | a regression's target must be numbers: 'yes'",
                "visits.csv | --target bought --fan-out 1 | the gate gets nothing to learn from",
                "visits.csv | --target bought --experts 4 --fan-out 5 | fanOut must be between 2 and 4: 5",
                "visits.csv | --target bought --expert a=8 --experts 4 | either counted (experts 4) or described",
                "visits.csv | --target bought --expert a=eight | 'eight' is neither 'linear' nor widths of hidden",
                "visits.csv | --target bought --groups 2 --gate-hidden 8 | a gate over groups is linear",
                "visits.csv | --target bought --gate-start regimes --gate-hidden 8 | --gate-start is for a linear gate",
                "visits.csv | --target bought --groups 3 --experts 8 | 8 experts do not make 3 groups",
                "visits.csv | --target bought --groups 2 --balance quantile | with groups, balance by 'switch'",
                "visits.csv | --target bought --groups 2 --score-loss 0.1 | scoreLoss would do nothing, leave it out: 0.1",
                "visits.csv | --target bought --groups 4 --groups-chosen 1 --fan-out 3 | groups of 1",
                "visits.csv | --target bought --chosen-by experts --balance sign | balance by 'quantile'",
                "visits.csv | --target bought --balance load | explore with noise, or balance by 'importance'",
                "visits.csv | --target bought --balance quantile --balance-strength 1 | has no strength that could be set",
                "visits.csv | --target bought --temperature 2 | explore with gumbel, or leave the temperature out",
                "visits.csv | --target bought --chosen-by experts --explore gumbel | leave one of them out",
                "visits.csv | --target bought --freeze gate | --freeze needs --from",
                "visits.csv | --target bought --from nothing | nothing",
                "visits.csv | --target bought --checkpoint-every 5 | --checkpoint-every needs --checkpoint",
                "visits.csv | --target bought --own-experts 1 | own experts are for several tasks, name several targets",
                "visits.csv | --target bought --task-weight bought=2 | weights of tasks are for several tasks",
                "visits.csv | --target bought,x --task-weight boght=2 | 'boght'; did you mean 'bought'? (tasks: bought, x)",
                "visits.csv | --target x --quantiles 0.5 | --quantiles needs --task quantile",
                "visits.csv | --target x --task quantile --quantiles 10,90 | ascend between 0 and 1, like [0.1, 0.5, 0.9]",
                "visits.csv | --target x --task quantile --quantiles ten | 'ten' is not a number",
                "visits.csv | --target x --task binary | it has 101; leave the task out to have it found",
                "prices.csv | --target price | 'ask us' in row 151 is no number: if it should be, --type price=number tells the line",
                "prices.csv | --target price --type price=number | prices.csv line 152, column 'price'",
                "visits.csv | --target bought --out Visits! | 'visits-' would do",
                "visits.xlsx | --target bought | save it as CSV first",
                "visits.csv | --target bought --report nowhere/report.json | in a folder that exists",
                "visits.csv | --target bought --epochs 1 --epochs 2 | '--epochs' (N) may be given only once",
                "visits.csv | --target bought --epoch 3 | --epochs",
                "visits.csv | --target bought --learning-rate 3 | learningRate must be between 0 and 1: 3",
            })
    void isRefusedWithWhatToDo(String table, String options, String message) {
        Result result = train(table, options);

        assertThat(result.exit()).isPositive();
        assertThat(result.err()).startsWith("witan: ").contains(message);
    }

    @Test
    void helpTellsOptionsUnderHeadings() {
        List<String> lines = run("train", "--help").out().lines().toList();

        assertThat(lines)
                .containsSubsequence(
                        "The table:",
                        "Quantiles and several tasks:",
                        "Experts and gate:",
                        "Learning:",
                        "Going on from a release:",
                        "Going on after an interruption:");
        int table = lines.indexOf("The table:");
        assertThat(lines.subList(0, table)).anyMatch(line -> line.startsWith("      --target=COLUMN"));
        assertThat(lines.subList(table, lines.size())).anyMatch(line -> line.startsWith("      --schema=YAML"));
        assertThat(table).isLessThan(30);
    }

    @Test
    void aRateAtWhichItDivergesIsSaidToBeTooHigh() {
        Result result = train("visits.csv", "--target bought --learning-rate 1 --weight-decay 10 --epochs 400");

        assertThat(result.err()).contains("try a lower learning rate");
    }

    @Test
    void goesOnFromAReleaseWithPartsThatStayAsTheyAre() {
        assertThat(train("visits.csv", "--target bought --epochs 2").exit()).isZero();

        Result further = train("visits.csv", "--target bought --from visits --epochs 1 --freeze encoder,gate,expert-1");
        assertThat(further.err()).contains("published as release 2 in");
        assertThat(further.exit()).isZero();
        assertThat(train("visits.csv", "--target bought --from visits --experts 3")
                        .err())
                .contains("--experts does not go with --from: the release says it");
        assertThat(train("visits.csv", "--target bought --from visits --freeze expert-9")
                        .err())
                .contains("--freeze must name parts of 'visits': 'expert-9'; did you mean 'expert-");
    }

    @Test
    void trainsExpertsThatDifferAndTellsEveryEpoch() throws IOException {
        Path report = folder.resolve("report.json");
        Result result = train(
                "visits.csv",
                "--target bought --out mixed --epochs 2 --expert plain=linear --expert small=4 --expert deep=8,4:relu"
                        + " --expert common=4:shared --report " + report);

        assertThat(result.err()).contains("published as release 1 in");
        assertThat(Files.readString(folder.resolve("mixtures/mixed/mixture.yaml")))
                .contains("id: common", "shared: true", "activation: relu");
        assertThat(Files.readString(report)).contains("\"history\"", "\"churn\"", "\"maxViolationAtRandom\"");
        assertThat(result.out()).contains("max vio", "at random", "churn");
    }

    @Test
    void trainsAGateOverGroups() {
        Result result = train("visits.csv", "--target bought --out grouped --epochs 2 --experts 4 --groups 2");

        assertThat(result.err()).contains("published as release 1 in");
        assertThat(run(
                                "validate",
                                "grouped",
                                "--repository",
                                folder.resolve("mixtures").toString())
                        .exit())
                .isZero();
        assertThat(run(
                                "evaluate",
                                "grouped",
                                folder.resolve("visits.csv").toString(),
                                "--repository",
                                folder.resolve("mixtures").toString())
                        .exit())
                .isZero();
    }
}
