// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumbersTest {
    private static final int COUNT = 50_000;

    @ParameterizedTest
    @EnumSource
    void whatWasAddedIsThereWhetherInTheHeapOrInTheFile(Numbers.Width width) {
        try (RowPages small = new RowPages(70_000)) {
            Numbers numbers = new Numbers(small, width);
            for (int i = 0; i < COUNT; i++) {
                numbers.add(i % 100);
            }
            assertThat(numbers.size()).isEqualTo(COUNT);
            assertThat(IntStream.range(0, COUNT).allMatch(i -> numbers.whole(i) == i % 100))
                    .isTrue();
            assertThat(small.fileBytes() > 0).isEqualTo(width != Numbers.Width.BYTE);
        }
    }

    @Test
    void whatIsNotKeptIsGoneAndItsRoomIsUsedAgain() {
        try (RowPages memory = new RowPages()) {
            Numbers numbers = new Numbers(memory, Numbers.Width.DOUBLE);
            IntStream.range(0, COUNT).forEach(numbers::add);
            numbers.keep(40_000, i -> i % 2 == 0);
            numbers.add(-0.5);
            assertThat(numbers.size()).isEqualTo(45_001);
            assertThat(numbers.get(39_999)).isEqualTo(39_999);
            assertThat(numbers.get(40_001)).isEqualTo(40_002);
            assertThat(numbers.get(45_000)).isEqualTo(-0.5);
        }
    }
}
