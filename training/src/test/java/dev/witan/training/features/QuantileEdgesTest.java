// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.training.network.SeededNumbers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantileEdgesTest {
    @Test
    void makesEveryValueAnEdgeWhenTheyAreFew() {
        assertThat(QuantileEdges.of(new double[] {3, 1, 2, 1, 3, 2}, 8)).containsExactly(1, 2, 3);
    }

    @Test
    void sharesEqualValuesOutEvenly() {
        double[] values = IntStream.rangeClosed(0, 100).asDoubleStream().toArray();

        assertThat(QuantileEdges.of(values, 4)).containsExactly(0, 25, 50, 75, 100);
    }

    @Test
    void spendsOneEdgeOnAHeavyValueAndTheOthersOnTheRest() {
        double[] values = new double[1000];
        for (int i = 0; i < 100; i++) {
            values[i] = i + 1;
        }

        double[] edges = QuantileEdges.of(values, 11);

        assertThat(edges).hasSizeBetween(10, 13).startsWith(0);
        assertThat(edges[edges.length - 1]).isEqualTo(100);
    }

    @Test
    void setsAHeavyValueInTheMiddleApart() {
        double[] values = new double[1000];
        Arrays.fill(values, 50);
        for (int i = 0; i < 100; i++) {
            values[i] = i + 1;
        }

        assertThat(QuantileEdges.of(values, 10)).contains(49, 50);
    }

    @Test
    void isStrictlyIncreasingAndBoundedForAnyValues() {
        for (long seed = 0; seed < 50; seed++) {
            SeededNumbers random = new SeededNumbers(seed);
            double[] values = new double[1 + random.below(500)];
            Arrays.setAll(values, _ -> Math.rint(random.normal() * 3) * (random.below(3) - 1));
            int bins = 1 + random.below(20);

            double[] edges = QuantileEdges.of(values, bins);

            assertThat(edges.length).as("seed %d", seed).isLessThanOrEqualTo(2 * bins + 2);
            for (int i = 1; i < edges.length; i++) {
                assertThat(edges[i]).as("seed %d", seed).isGreaterThan(edges[i - 1]);
            }
        }
    }

    @Test
    void hasNoEdgesForOneValueOrNone() {
        assertThat(QuantileEdges.of(new double[] {5, 5}, 4)).isEmpty();
        assertThat(QuantileEdges.of(new double[0], 4)).isEmpty();
    }
}
