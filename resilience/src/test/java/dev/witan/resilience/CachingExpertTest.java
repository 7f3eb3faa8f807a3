// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachingExpertTest {
    private final Arena arena = Arena.ofShared();
    private final FloatMatrix input = FloatMatrix.allocate(arena, 4, 1);
    private final FloatMatrix output = FloatMatrix.allocate(arena, 4, 1);
    private final Scratch scratch = Scratch.allocate(arena, 4, 1);
    private final RowRooms rooms = new RowRooms(1, 1);
    private final LongAdder saved = new LongAdder();
    private final Held held = new Held();
    private final Ended ended = new Ended();
    private final RowCache cache = new RowCache(1 << 20, Duration.ZERO, NanoClock.system(), 1);
    private final Expert expert = new CachingExpert(held, cache, rooms, saved);

    @AfterEach
    void free() {
        rooms.close();
        arena.close();
    }

    /// An expert that doubles rows when it is told to.
    private static final class Held implements Expert {
        final List<ExpertBatch> asked = new ArrayList<>();
        final List<ExpertCompletion> completions = new ArrayList<>();

        @Override
        public String id() {
            return "held";
        }

        @Override
        public String digest() {
            return "sha256:1";
        }

        @Override
        public int inputs() {
            return 1;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public long multiplyAddsPerRow() {
            return 10;
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
            asked.add(batch);
            completions.add(completion);
        }

        void answer(int call) {
            ExpertBatch batch = asked.get(call);
            for (int row = 0; row < batch.rows(); row++) {
                batch.output().set(row, 0, 2 * batch.input().get(row, 0));
            }
            completions.get(call).answered(batch);
        }
    }

    private static final class Ended implements ExpertCompletion {
        final List<String> told = new ArrayList<>();

        @Override
        public void answered(ExpertBatch batch) {
            told.add("answered " + batch.index());
        }

        @Override
        public void failed(ExpertBatch batch, WitanException cause) {
            told.add("failed " + batch.index() + ": " + cause.reason());
        }
    }

    private ExpertBatch submit(int index, float... rows) {
        for (int row = 0; row < rows.length; row++) {
            input.set(row, 0, rows[row]);
            output.set(row, 0, 0);
        }
        ExpertBatch batch = new ExpertBatch(index, 0, 0, rows.length, input, output);
        expert.submit(batch, Kernels.available().getFirst(), scratch, ended);
        return batch;
    }

    @Test
    void onlyUnknownRowsGoToTheExpertAndAllComeBackInPlace() {
        submit(0, 1, 2);
        held.answer(0);
        submit(1, 2, 5, 1);
        assertThat(held.asked.get(1).rows()).isEqualTo(1);
        assertThat(ended.told).containsExactly("answered 0");
        held.answer(1);
        assertThat(ended.told).containsExactly("answered 0", "answered 1");
        assertThat(List.of(output.get(0, 0), output.get(1, 0), output.get(2, 0)))
                .containsExactly(4f, 10f, 2f);
        submit(2, 5, 5);
        assertThat(ended.told).endsWith("answered 2");
        assertThat(held.asked).hasSize(2);
        assertThat(saved.sum()).isEqualTo(40);
    }

    @Test
    void aFailureIsPassedOnAndNothingIsRemembered() {
        submit(0, 1);
        held.completions.getFirst().failed(held.asked.getFirst(), new WitanException(ErrorCode.EXPERT_FAILED, "down"));
        held.answer(0);
        assertThat(ended.told).containsExactly("failed 0: down");
        submit(1, 1);
        assertThat(held.asked).hasSize(2);
    }

    @Test
    void whatIsNotFiniteIsNotRemembered() {
        submit(0, Float.MAX_VALUE);
        held.answer(0);
        submit(1, Float.MAX_VALUE);
        assertThat(held.asked).hasSize(2);
    }

    @Test
    void whoGivesABatchUpGivesUpWhatWasAskedForIt() {
        ExpertBatch batch = submit(0, 1);
        batch.cancel();
        assertThat(held.asked.getFirst().isCancelled()).isTrue();
    }
}
