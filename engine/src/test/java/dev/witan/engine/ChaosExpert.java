// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// An expert that answers `factor` times the row's sum, or misbehaves in every way that an expert may: late, failing,
/// throwing, completing twice, from several threads.
final class ChaosExpert extends Fixtures.TestExpert {
    private final float factor;
    private final SplittableRandom random;
    private final ScheduledExecutorService elsewhere;
    private final ConcurrentLinkedQueue<Throwable> surprises;

    ChaosExpert(
            String id,
            boolean isLocal,
            float factor,
            long seed,
            ScheduledExecutorService elsewhere,
            ConcurrentLinkedQueue<Throwable> surprises) {
        super(id, isLocal);
        this.factor = factor;
        this.random = new SplittableRandom(seed);
        this.elsewhere = elsewhere;
        this.surprises = surprises;
    }

    private synchronized int random(int bound) {
        return random.nextInt(bound);
    }

    @Override
    void submit(ExpertBatch batch, ExpertCompletion completion) {
        int delayMicros = random(20) == 0 ? 60_000 : random(2_000);
        switch (random(isLocal() ? 14 : 20)) {
            case 0 -> completion.failed(batch, failure());
            case 1 -> throw new IllegalStateException("on purpose");
            case 2 -> throw new StackOverflowError("on purpose");
            case 3 -> {
                answer(batch, completion);
                throw new IllegalStateException("on purpose, too late");
            }
            case 4 -> {
                answer(batch, completion);
                completion.answered(batch);
                later(delayMicros, () -> completion.answered(batch));
            }
            case 5 -> {
                answer(batch, completion);
                later(delayMicros, () -> completion.failed(batch, failure()));
            }
            case 14, 15, 16 -> later(delayMicros, () -> answer(batch, completion));
            case 17 -> later(delayMicros, () -> completion.failed(batch, failure()));
            case 18, 19 ->
                later(delayMicros, () -> {
                    write(batch);
                    Thread.startVirtualThread(() -> completion.failed(batch, failure()));
                    completion.answered(batch);
                });
            default -> answer(batch, completion);
        }
    }

    private void later(int delayMicros, Runnable action) {
        elsewhere.schedule(
                () -> {
                    try {
                        action.run();
                    } catch (RuntimeException | Error e) {
                        surprises.add(e);
                    }
                },
                delayMicros,
                TimeUnit.MICROSECONDS);
    }

    private static WitanException failure() {
        return new WitanException(ErrorCode.EXPERT_FAILED, "on purpose");
    }

    private void answer(ExpertBatch batch, ExpertCompletion completion) {
        write(batch);
        completion.answered(batch);
    }

    private void write(ExpertBatch batch) {
        for (int row = batch.from(); row < batch.from() + batch.rows(); row++) {
            float sum = 0;
            for (int column = 0; column < inputs; column++) {
                sum += batch.input().get(row, column);
            }
            batch.output().set(row, 0, factor * sum);
        }
    }
}
