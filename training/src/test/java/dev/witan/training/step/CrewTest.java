// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrewTest {
    @Test
    void runsEveryTaskOnce() {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        try (Crew crew = new Crew(3)) {
            for (int round = 0; round < 50; round++) {
                crew.run(runs.length(), runs::incrementAndGet);
            }
        }
        for (int i = 0; i < runs.length(); i++) {
            assertThat(runs.get(i)).isEqualTo(50);
        }
    }

    @Test
    void tellsWhatBrokeOnAnotherThreadEvenAnError() {
        Thread caller = Thread.currentThread();
        try (Crew crew = new Crew(2)) {
            for (int round = 0; round < 3; round++) {
                CyclicBarrier bothAtWork = new CyclicBarrier(2);
                assertThatThrownBy(() -> crew.run(2, _ -> {
                            meet(bothAtWork);
                            if (Thread.currentThread() != caller) {
                                throw new OutOfMemoryError("made up");
                            }
                        }))
                        .isInstanceOf(OutOfMemoryError.class)
                        .hasMessage("made up");
            }
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesANumberOfThreadsThatCannotBeMeant() {
        assertThatThrownBy(() -> new Crew(0)).hasMessage("threads must be between 1 and 1024: 0");
        assertThatThrownBy(() -> new Crew(5000)).hasMessage("threads must be between 1 and 1024: 5000");
    }
}
