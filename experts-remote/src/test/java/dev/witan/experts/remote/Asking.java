// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Rows that are put to an expert as an engine puts them: in the middle of larger matrices.
final class Asking implements ExpertCompletion {
    private static final int FROM = 1;

    final ExpertBatch batch;
    final CompletableFuture<ExpertBatch> ended = new CompletableFuture<>();

    private Asking(ExpertBatch batch) {
        this.batch = batch;
    }

    static Asking of(Expert expert, float[]... rows) {
        return of(expert, ExpertBatch.NO_DEADLINE, rows);
    }

    static Asking within(Duration time, Expert expert, float[]... rows) {
        return of(expert, NanoClock.system().nanos() + time.toNanos(), rows);
    }

    private static Asking of(Expert expert, long deadlineNanos, float[]... rows) {
        FloatMatrix input = FloatMatrix.allocate(Arena.ofAuto(), rows.length + 2, expert.inputs());
        FloatMatrix output = FloatMatrix.allocate(Arena.ofAuto(), rows.length + 2, expert.outputs());
        for (int row = 0; row < rows.length; row++) {
            input.copyRowFrom(FROM + row, rows[row], 0);
        }
        Asking asking = new Asking(new ExpertBatch(
                0, 0, FROM, rows.length, input, output, deadlineNanos, Optional.of(RemoteExpertTest.TRACE)));
        expert.submit(asking.batch, Kernels.available().getFirst(), Scratch.allocate(Arena.ofAuto(), 1, 1), asking);
        return asking;
    }

    @Override
    public void answered(ExpertBatch answered) {
        ended.complete(answered);
    }

    @Override
    public void failed(ExpertBatch failed, WitanException cause) {
        ended.completeExceptionally(cause);
    }

    /// The answer to a row.
    float[] answer(int row) {
        ended.orTimeout(10, TimeUnit.SECONDS).join();
        float[] values = new float[batch.output().columns()];
        batch.output().copyRowTo(FROM + row, values, 0);
        return values;
    }

    /// Why there is no answer.
    WitanException failure() {
        return Failures.of(ended.orTimeout(10, TimeUnit.SECONDS)
                .handle((_, cause) -> cause)
                .join());
    }
}
