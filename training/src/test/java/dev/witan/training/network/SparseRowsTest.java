// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SparseRowsTest {
    private static final int WIDTH = 2;
    private final Adam adam = new Adam(0.1f, 0.9f);
    private final Parameter parameter = new Parameter("table", new float[] {1, 2, 3, 4, 5, 6}, Parameter.Decay.FREE);
    private final SparseRows rows = new SparseRows(parameter, WIDTH);

    @Test
    void stepsTouchedRowsAndNoOthers() {
        step(1, 1, 0.5f);
        assertThat(parameter.values()).startsWith(1, 2).endsWith(5, 6);
        assertThat(parameter.values()[2])
                .as("a first step is as long as the rate")
                .isCloseTo(2.9f, within(1e-5f));
    }

    @Test
    void stepsARowAsIfItsOwnStepsWereAll() {
        Parameter alone = new Parameter("alone", new float[] {3, 4}, Parameter.Decay.FREE);
        for (int step = 1; step <= 3; step++) {
            alone.gradient()[0] = step;
            alone.gradient()[1] = -step;
            adam.step(alone, 0, WIDTH, step, 0.1f);
        }
        touch(4, 1, 1);
        touch(9, 1, 2);
        touch(17, 1, 3);
        assertThat(parameter.values()[2]).isEqualTo(alone.values()[0]);
        assertThat(parameter.values()[3]).isEqualTo(alone.values()[1]);
    }

    @Test
    void forgetsTheGradientOfTheLastBatch() {
        step(1, 1, 0.5f);
        rows.clear(SparseRows.shardOf(1));
        assertThat(parameter.gradient()).containsOnly(0);
    }

    @Test
    void averagesRowsAsIfTheyHadBeenLookedAtInEveryStep() {
        float[] average = {1, 2, 3, 4, 5, 6};
        for (int step = 1; step <= 60; step++) {
            if (step % 7 == 3) {
                step(step, 1, step);
            }
            for (int i = 0; i < average.length; i++) {
                float keep = adam.averageShare(step);
                average[i] = keep * average[i] + (1 - keep) * parameter.values()[i];
            }
        }
        rows.settle(adam, 60);
        for (int i = 0; i < average.length; i++) {
            assertThat(parameter.average[i]).isCloseTo(average[i], within(1e-4f));
        }
    }

    private void touch(int step, int row, float gradient) {
        int shard = SparseRows.shardOf(row);
        rows.clear(shard);
        int at = rows.touch(shard, row);
        parameter.gradient()[at] = gradient;
        parameter.gradient()[at + 1] = -gradient;
        rows.updates().get(shard).apply(adam, step, 0.1f);
    }

    private void step(int step, int row, float gradient) {
        touch(step, row, gradient);
    }
}
