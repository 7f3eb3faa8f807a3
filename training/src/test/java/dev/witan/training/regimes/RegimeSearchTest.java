// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.training.network.SeededNumbers;
import dev.witan.training.step.Crew;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Two inputs, and columns of which one tells the regime and one tells nothing.
class RegimeSearchTest {
    private static final int ROWS = 1_200;
    private static final int REGIMES = 3;

    /// @param steepness of the rules of which every regime has its own; 0 leaves nothing but noise
    private static RegimeRows rows(Likelihood likelihood, double steepness) {
        SeededNumbers random = new SeededNumbers(5);
        double[] turns = {0.3, 2.2, 4.4};
        int[] regimes = new int[ROWS];
        int[] idle = new int[ROWS];
        double[] labels = new double[ROWS];
        double[][] inputs = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            regimes[row] = random.below(REGIMES);
            idle[row] = random.below(6);
            double a = random.normal();
            double b = random.normal();
            double[] columns = new double[REGIMES];
            columns[regimes[row]] = 1;
            inputs[row] = new double[] {a, b, columns[0], columns[1], columns[2], 1};
            double turn = turns[regimes[row]];
            double value = steepness * (Math.cos(turn) * a + Math.sin(turn) * b) + 0.3 * random.normal();
            labels[row] = likelihood == Likelihood.NORMAL ? value : value > 0 ? 1 : 0;
        }
        List<RegimeRows.Cells> cells =
                List.of(new RegimeRows.Cells(0, idle, 6), new RegimeRows.Cells(1, regimes, REGIMES));
        int outputs = likelihood == Likelihood.SOFTMAX ? 2 : 1;
        return new RegimeRows(likelihood, outputs, labels, inputs, inputs, cells, 900);
    }

    private static Optional<double[][]> search(RegimeRows rows, int threads) {
        try (Crew crew = new Crew(threads)) {
            return new RegimeSearch(rows, REGIMES, crew, new SeededNumbers(1))
                    .find()
                    .map(RegimeSearch.Found::gate);
        }
    }

    /// How many rows go to an expert that most rows of their regime go to, of which no two regimes have the same.
    private static double agreement(RegimeRows rows, double[][] gate) {
        int[][] counts = new int[REGIMES][REGIMES];
        int[] regimes = rows.columns().get(1).of();
        for (int row = 0; row < ROWS; row++) {
            counts[regimes[row]][first(gate, rows.gateInputs()[row])]++;
        }
        int[] mine = Arrays.stream(counts)
                .mapToInt(count -> IntStream.range(0, REGIMES)
                        .reduce((a, b) -> count[a] >= count[b] ? a : b)
                        .orElseThrow())
                .toArray();
        assertThat(mine).doesNotHaveDuplicates();
        return IntStream.range(0, REGIMES).map(i -> counts[i][mine[i]]).sum() / (double) ROWS;
    }

    private static int first(double[][] gate, double[] inputs) {
        int first = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int expert = 0; expert < gate.length; expert++) {
            double score = 0;
            for (int i = 0; i < inputs.length; i++) {
                score += gate[expert][i] * inputs[i];
            }
            first = score > highest ? expert : first;
            highest = Math.max(highest, score);
        }
        return first;
    }

    @Test
    void eachRegimeGetsAnExpert() {
        for (Likelihood likelihood : Likelihood.values()) {
            RegimeRows rows = rows(likelihood, 2);

            assertThat(agreement(rows, search(rows, 1).orElseThrow()))
                    .as("%s", likelihood)
                    .isGreaterThan(0.97);
        }
    }

    @Test
    void whereThereAreNoneNoneAreFound() {
        for (Likelihood likelihood : Likelihood.values()) {
            assertThat(search(rows(likelihood, 0), 1)).as("%s", likelihood).isEmpty();
        }
    }

    @Test
    void anyNumberOfThreadsFindsTheSame() {
        RegimeRows rows = rows(Likelihood.LOGISTIC, 2);

        assertThat(search(rows, 2).orElseThrow()).isDeepEqualTo(search(rows, 1).orElseThrow());
    }

    @Test
    void cellsOfTheSameRuleAreJoinedFirst() {
        RegimeRows rows = rows(Likelihood.NORMAL, 2);
        RegimeRows.Cells halves = new RegimeRows.Cells(
                -1, IntStream.range(0, ROWS).map(row -> row % 2).toArray(), 2);
        RegimeRows.Cells six = rows.columns().get(1).times(halves);
        LinearMixture alone = new LinearMixture(rows, 1, LinearMixture.gateCurvature(rows));
        alone.learn();

        CellGroups.Grouping joined = new CellGroups(rows, alone).join(six, REGIMES);

        for (int row = 0; row < 900; row++) {
            assertThat(joined.groupOf()[row]).isEqualTo(joined.groupOf()[firstOf(six, six.of()[row] / 2)]);
        }
    }

    private static int firstOf(RegimeRows.Cells six, int regime) {
        return IntStream.range(0, ROWS)
                .filter(row -> six.of()[row] / 2 == regime)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyRoundMakesTheRowsLikelier() {
        RegimeRows all = rows(Likelihood.SOFTMAX, 2);
        LinearMixture mixture = new LinearMixture(all, REGIMES, LinearMixture.gateCurvature(all));
        mixture.startRows(
                Arrays.stream(all.columns().getFirst().of())
                        .map(cell -> cell % REGIMES)
                        .toArray(),
                0.5);
        double before = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < 12; round++) {
            mixture.learn();
            double now = mixture.likelihood();
            assertThat(now).isGreaterThan(before - 0.01);
            before = now;
        }
        assertThat(before).isGreaterThan(-0.45);
    }
}
