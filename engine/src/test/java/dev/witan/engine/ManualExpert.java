// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.expert.ExpertCompletion;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An expert elsewhere, whose answers come when the test gives them.
final class ManualExpert extends Fixtures.TestExpert {
    record Submitted(ExpertBatch batch, ExpertCompletion completion) {
        void answer(float value) {
            write(batch, value);
            completion.answered(batch);
        }
    }

    final AtomicInteger batches = new AtomicInteger();
    final BlockingQueue<Submitted> queue = new LinkedBlockingQueue<>();

    ManualExpert(String id) {
        super(id, false);
    }

    @Override
    void submit(ExpertBatch batch, ExpertCompletion completion) {
        batches.incrementAndGet();
        queue.add(new Submitted(batch, completion));
    }

    Submitted take() throws InterruptedException {
        Submitted submitted = queue.poll(30, TimeUnit.SECONDS);
        assertThat(submitted).isNotNull();
        return submitted;
    }
}
