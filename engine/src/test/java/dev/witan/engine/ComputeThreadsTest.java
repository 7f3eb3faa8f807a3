// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputeThreadsTest {
    private final Arena arena = Arena.ofShared();
    private final Scratch own = Scratch.allocate(arena, 1, 1);
    private final ComputeThreads threads = new ComputeThreads(arena, 2, 1, 1);

    @AfterEach
    void stop() {
        threads.stop(Duration.ofSeconds(30));
        arena.close();
    }

    @Test
    void runsEveryPortionOnceAlsoWhenOneBreaks() {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        assertThatThrownBy(() -> threads.run(
                        100,
                        (index, scratch) -> {
                            runs.incrementAndGet(index);
                            if (index == 50) {
                                throw new IllegalArgumentException("on purpose");
                            }
                        },
                        own))
                .hasMessageContaining("on purpose");
        for (int index = 0; index < 100; index++) {
            assertThat(runs.get(index)).isEqualTo(1);
        }
    }

    @Test
    void aThreadThatWorkInterruptedGoesOnHelping() {
        for (int round = 0; round < 3; round++) {
            meet();
        }
    }

    /// Runs two portions that end only when both have begun, so on two threads, and that interrupt theirs.
    private void meet() {
        CountDownLatch begun = new CountDownLatch(2);
        threads.run(
                2,
                (index, scratch) -> {
                    begun.countDown();
                    assertThat(awaitAll(begun)).isTrue();
                    Thread.currentThread().interrupt();
                },
                own);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static boolean awaitAll(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }
}
