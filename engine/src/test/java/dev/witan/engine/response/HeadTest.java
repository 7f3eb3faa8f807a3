// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadTest {
    private final Kernels kernels = Kernels.available().getFirst();

    private static String[] labels(List<OutputColumn> outputs) {
        return ((OutputColumn.Texts) outputs.getFirst()).values();
    }

    private static float[] numbers(OutputColumn output) {
        return ((OutputColumn.Floats) output).values();
    }

    @Test
    void aBinaryHeadGivesTheProbabilityOfTheSecondClass() {
        var outputs = new BinaryHead(List.of("no", "yes")).finish(kernels, new float[] {0, 2, -2, 200, -200}, 5);
        assertThat(labels(outputs)).containsExactly("yes", "yes", "no", "yes", "no");
        float[] probabilities = numbers(outputs.get(1));
        assertThat(probabilities[0]).isEqualTo(0.5f);
        assertThat(probabilities[1]).isCloseTo(0.880797f, within(1e-6f));
        assertThat(probabilities[1] + probabilities[2]).isCloseTo(1f, within(1e-6f));
        assertThat(probabilities[3]).isEqualTo(1f);
        assertThat(probabilities[4]).isBetween(0f, 1e-30f);
    }

    @Test
    void aMultiClassHeadGivesTheSoftmaxAndTheFirstOfTheLikeliestClasses() {
        var outputs = new MultiClassHead(List.of("a", "b", "c"))
                .finish(kernels, new float[] {0, (float) Math.log(2), 0, 1000, 0, 1000}, 2);
        assertThat(labels(outputs)).containsExactly("b", "a");
        assertThat(numbers(outputs.get(1)))
                .containsExactly(new float[] {0.25f, 0.5f, 0.25f, 0.5f, 0, 0.5f}, within(1e-6f));
    }

    @Test
    void aRegressionHeadUndoesTheStandardisationOfTheTarget() {
        var outputs = new RegressionHead(100, 20).finish(kernels, new float[] {0, -1.5f}, 2);
        assertThat(numbers(outputs.getFirst())).containsExactly(100, 70);
    }

    @Test
    void aMultiLabelHeadGivesAProbabilityPerLabelAndNamesThoseThatHold() {
        var head = new MultiLabelHead(List.of("a", "b", "c"), ", ");
        var outputs = head.finish(kernels, new float[] {2, 0, -2, -9, -9, -9}, 2);
        assertThat(labels(outputs)).containsExactly("a, b", "");
        assertThat(numbers(outputs.get(1))[0]).isCloseTo(0.880797f, within(1e-6f));
        assertThat(numbers(outputs.get(1))[1]).isEqualTo(0.5f);
        assertThat(outputs.get(1).extents()).containsExactly(3);
        assertThat(head.outputs().getLast().parts()).containsExactly("a", "b", "c");
    }

    @Test
    void quantilesNeverCrossWhateverTheExpertsSay() {
        var head = new QuantileHead(List.of(0.005, 0.1, 0.5), 10, 2);
        assertThat(numbers(head.finish(kernels, new float[] {1, 0, 0}, 1).getFirst()))
                .containsExactly(new float[] {12, 13.386294f, 14.772589f}, within(1e-5f));
        float[] wild = {3, -200, -50, -1000, 1e6f, -3e38f, 7, -1e-30f, 1e30f};
        float[] quantiles = numbers(head.finish(kernels, wild, 3).getFirst());
        for (int row = 0; row < 3; row++) {
            assertThat(quantiles[3 * row]).isLessThanOrEqualTo(quantiles[3 * row + 1]);
            assertThat(quantiles[3 * row + 1]).isLessThanOrEqualTo(quantiles[3 * row + 2]);
        }
        assertThat(head.outputs().getFirst().parts()).containsExactly("p0.5", "p10", "p50");
    }

    @Test
    void headsRefuseWhatCannotBe() {
        assertThatThrownBy(() -> new QuantileHead(List.of(0.5, 0.5), 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MultiLabelHead(List.of("a,b"), ",")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinaryHead(List.of("a", "b", "c"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MultiClassHead(List.of("a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegressionHead(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
