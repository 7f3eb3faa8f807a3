// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CallCostTest {
    private static final int MOST = 256;

    private final CallCost cost = new CallCost();

    private void observe(long nanosPerCall, long nanosPerRow, int... sizes) {
        for (int round = 0; round < 10; round++) {
            for (int rows : sizes) {
                cost.observe(rows, nanosPerCall + rows * nanosPerRow);
            }
        }
    }

    @Test
    void findsWhatARowAddsToACall() {
        observe(1_000_000, 50_000, 1, 2, 30, 8);
        assertThat(cost.nanosPerRow()).isCloseTo(50_000, within(1e-3));
    }

    @Test
    void aCallTakesAllThatWaitsWhileRowsAreCheapBesideACall() {
        observe(1_000_000, 10_000, 1, 4, 64);
        assertThat(cost.rows(100, MOST)).isEqualTo(100);
        assertThat(cost.rows(300, MOST)).as("two calls, as even as can be").isEqualTo(150);
    }

    @Test
    void aCallIsSplitWhereABiggerOneOnlyAddsLatency() {
        observe(1_000_000, 500_000, 1, 4, 64);
        assertThat(cost.rows(16, MOST)).as("16 rows cost 8 calls").isEqualTo(16);
        assertThat(cost.rows(17, MOST)).isEqualTo(9);
        assertThat(cost.rows(100, MOST)).as("seven calls").isEqualTo(15);
    }

    @Test
    void neverCutsCallsToNothingHoweverLittleACallCosts() {
        observe(0, 500_000, 1, 4, 64);
        assertThat(cost.rows(64, MOST)).isEqualTo(CallCost.ROWS_LEAST);
        assertThat(cost.rows(3, MOST)).isEqualTo(3);
        assertThat(cost.rows(0, MOST)).isZero();
    }

    @Test
    void knowsNothingFromCallsOfOneSizeOrFromFewOfThem() {
        observe(1_000, 500_000, 7);
        assertThat(cost.rows(200, MOST)).isEqualTo(200);
        CallCost young = new CallCost();
        young.observe(1, 500_000);
        young.observe(64, 32_000_000);
        assertThat(young.rows(200, MOST)).isEqualTo(200);
    }

    @Test
    void forgetsWhatACallCostLongAgo() {
        observe(1_000_000, 500_000, 1, 4, 64);
        for (int i = 0; i < 20; i++) {
            observe(1_000_000, 10_000, 1, 4, 64);
        }
        assertThat(cost.nanosPerRow()).isCloseTo(10_000, within(100.0));
    }
}
