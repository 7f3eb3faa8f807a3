// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.request.RequestContext;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The first promise: a row's answer has the same bits whatever else is in the batch, however many threads compute
/// it by whichever strategy, whichever vector width, and whether it is explained or not.
class BatchInvarianceTest {
    private static final int ROWS = 10_000;
    private static final int COLUMNS = 13;
    private static final int EXPERTS = 6;

    @Test
    void tenThousandRowsHaveTheSameBitsAloneInRandomBatchesOnOneAndTwoThreadsAndOnEveryWidth() {
        double[][] rows = rows(7);
        float[] expected = alone(Kernels.available().getFirst(), rows);
        assertThat(Arrays.stream(bits(expected)).distinct().count()).isGreaterThan(ROWS / 2);
        for (Kernels kernels : Kernels.available()) {
            for (Strategy strategy : Strategy.values()) {
                int threads = strategy == Strategy.PARALLEL ? 1 : 2;
                assertThat(bits(inRandomBatches(kernels, rows, strategy, threads, 11 + threads)))
                        .as("%s, %d threads, %s, random batches", kernels.name(), threads, strategy)
                        .isEqualTo(bits(expected));
            }
            assertThat(bits(inRandomBatches(kernels, rows, Strategy.PARALLEL, 2, 13)))
                    .as("%s, 2 threads, random batches", kernels.name())
                    .isEqualTo(bits(expected));
            assertThat(bits(alone(kernels, rows)))
                    .as("%s, one by one", kernels.name())
                    .isEqualTo(bits(expected));
        }
    }

    private static double[][] rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[ROWS][COLUMNS];
        for (double[] row : rows) {
            Arrays.setAll(row, column -> random.nextInt(10) == 0 ? Double.NaN : 2 * random.nextGaussian());
        }
        return rows;
    }

    private static float[] alone(Kernels kernels, double[][] rows) {
        return inBatches(kernels, rows, Strategy.PARALLEL, 1, new SplittableRandom(1), 1);
    }

    private static float[] inRandomBatches(
            Kernels kernels, double[][] rows, Strategy strategy, int threads, long seed) {
        return inBatches(kernels, rows, strategy, threads, new SplittableRandom(seed), 300);
    }

    private static float[] inBatches(
            Kernels kernels,
            double[][] rows,
            Strategy strategy,
            int threads,
            SplittableRandom random,
            int requestRowsMax) {
        CombineRule rule = CombineRule.of(new WeightedSum());
        float[] answers = new float[rows.length];
        try (Arena arena = Arena.ofShared();
                Engine engine = new Engine(
                        Fixtures.random(arena, kernels, 5, COLUMNS, EXPERTS, 2, rule, new Execution(strategy)),
                        Fixtures.limits(1000, 64, threads),
                        EngineObserver.NONE,
                        System::nanoTime)) {
            for (int from = 0; from < rows.length; ) {
                int to = Math.min(rows.length, from + 1 + random.nextInt(requestRowsMax));
                RequestContext context = Fixtures.context();
                Ticket ticket = Fixtures.admit(
                        engine,
                        Fixtures.rows(Arrays.copyOfRange(rows, from, to)),
                        random.nextInt(4) == 0 ? context.explained() : context);
                float[] values = Fixtures.values(Fixtures.outcome(ticket));
                System.arraycopy(values, 0, answers, from, values.length);
                from = to;
            }
        }
        return answers;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
