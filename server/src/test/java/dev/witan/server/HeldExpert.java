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

/// An expert elsewhere, which answers zeros, or fails, once the test lets it.
final class HeldExpert implements Expert {
    private final int inputs;
    private final boolean fails;
    private final CountDownLatch submitted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldExpert(int inputs, boolean fails) {
        this.inputs = inputs;
        this.fails = fails;
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
        return false;
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        submitted.countDown();
        Thread.ofVirtual().start(() -> complete(batch, completion));
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
