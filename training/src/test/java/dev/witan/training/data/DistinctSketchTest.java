// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctSketchTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 60, 5_000, 40_000, 300_000})
    void countsDifferentValuesWithinThreePercent(int count) {
        DistinctSketch texts = new DistinctSketch();
        DistinctSketch numbers = new DistinctSketch();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < count; i++) {
                texts.add("value-" + i);
                numbers.add(i * 0.25);
            }
        }

        assertThat((double) texts.estimate()).isCloseTo(count, within(0.03 * count));
        assertThat((double) numbers.estimate()).isCloseTo(count, within(0.03 * count));
    }
}
