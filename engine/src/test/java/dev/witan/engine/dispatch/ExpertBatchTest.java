// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExpertBatchTest {
    private final FloatMatrix rows = FloatMatrix.allocate(Arena.ofAuto(), 1, 1);
    private final ExpertBatch batch = new ExpertBatch(0, 0, 0, 1, rows, rows);
    private final AtomicInteger cancellations = new AtomicInteger();

    @Test
    void tellsTheExpertOnceThatNobodyWaits() {
        batch.onCancel(cancellations::incrementAndGet);
        assertThat(batch.isCancelled()).isFalse();

        batch.cancel();
        batch.cancel();

        assertThat(batch.isCancelled()).isTrue();
        assertThat(cancellations).hasValue(1);
    }

    @Test
    void tellsAnExpertThatComesLateAtOnce() {
        batch.cancel();

        batch.onCancel(cancellations::incrementAndGet);

        assertThat(cancellations).hasValue(1);
    }
}
