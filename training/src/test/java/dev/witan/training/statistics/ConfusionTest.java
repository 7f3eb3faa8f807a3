// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionTest {
    /// Actual by predicted: 4 1 0 / 2 3 0 / 0 0 0.
    private static Confusion example(int times) {
        Confusion confusion = new Confusion(3);
        for (int i = 0; i < times; i++) {
            add(confusion, 0, 0, 4);
            add(confusion, 0, 1, 1);
            add(confusion, 1, 0, 2);
            add(confusion, 1, 1, 3);
        }
        return confusion;
    }

    private static void add(Confusion confusion, int actual, int predicted, int times) {
        for (int i = 0; i < times; i++) {
            confusion.add(actual, predicted);
        }
    }

    @Test
    void figuresAreThoseOfTheHand() {
        Confusion confusion = example(1);
        assertThat(confusion.rows()).isEqualTo(10);
        assertThat(confusion.right()).isEqualTo(7);
        assertThat(confusion.precision(0, 1.96).value()).isEqualTo(4 / 6.0);
        assertThat(confusion.recall(0, 1.96).value()).isEqualTo(0.8);
        assertThat(confusion.f1(0)).isEqualTo(8 / 11.0);
        assertThat(confusion.f1(1)).isEqualTo(6 / 9.0);
        assertThat(confusion.f1(2)).isNaN();
        assertThat(confusion.macroF1()).isCloseTo((8 / 11.0 + 2 / 3.0) / 2, within(1e-12));
    }

    @Test
    void drawnIntervalsAreRepeatableAndNarrowWithMoreRows() {
        Estimate few = example(1).drawn(Confusion::macroF1, 1.96);
        Estimate many = example(100).drawn(Confusion::macroF1, 1.96);
        assertThat(few).isEqualTo(example(1).drawn(Confusion::macroF1, 1.96));
        assertThat(few.low()).isLessThan(few.value());
        assertThat(few.high()).isGreaterThan(few.value());
        assertThat((few.high() - few.low()) / (many.high() - many.low())).isBetween(6.0, 14.0);
    }

    /// The deviation of a share of 0.7 in 1000 rows is 0.0145.
    @Test
    void drawnIntervalsOfAShareAreAsWideAsItsOwn() {
        Estimate drawn = example(100).drawn(it -> (double) it.right() / it.rows(), 1.96);
        assertThat(drawn.high() - drawn.low()).isCloseTo(2 * 1.96 * 0.01449, within(0.006));
    }
}
