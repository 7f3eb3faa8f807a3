// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.concurrent.CountDownLatch;

/// An expert, elsewhere unless it says otherwise, which answers zeros, or fails, once the test lets it.
final class HeldExpert implements Expert {
    private final int inputs;
    private final boolean fails;
    private final boolean isLocal;
    private final CountDownLatch submitted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldExpert(int inputs, boolean fails) {
        this(inputs, fails, false);
    }

    private HeldExpert(int inputs, boolean fails, boolean isLocal) {
        this.inputs = inputs;
        this.fails = fails;
        this.isLocal = isLocal;
    }

    /// An expert here, which holds its lane until the test lets it answer.
    static HeldExpert holdingItsLane(int inputs) {
        return new HeldExpert(inputs, false, true);
    }

    /// Returns once a batch has reached the expert.
    void awaitSubmitted() throws InterruptedException {
        submitted.await();
    }

    void release() {
        released.countDown();
    }

    @Override
    public String id() {
        return "held";
    }

    @Override
    public String digest() {
        return "sha256:held";
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public long multiplyAddsPerRow() {
        return 0;
    }

    @Override
    public boolean isLocal() {
        return isLocal;
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        submitted.countDown();
        if (isLocal) {
            complete(batch, completion);
        } else {
            Thread.ofVirtual().start(() -> complete(batch, completion));
        }
    }

    private void complete(ExpertBatch batch, ExpertCompletion completion) {
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (fails) {
            completion.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, "the held expert has a secret cause"));
            return;
        }
        for (int row = batch.from(); row < batch.from() + batch.rows(); row++) {
            batch.output().set(row, 0, 0f);
        }
        completion.answered(batch);
    }
}
