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
    void headsRefuseWhatCannotBe() {
        assertThatThrownBy(() -> new BinaryHead(List.of("a", "b", "c"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MultiClassHead(List.of("a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegressionHead(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
