// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Fixtures.TestExpert;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// In which order, and on whose threads, local experts run. That all strategies give the same bits is told by
/// [BatchInvarianceTest].
class StrategyTest {
    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofShared();
    private final ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void freeMemory() {
        released.countDown();
        arena.close();
    }

    private Engine engine(Strategy strategy, TestExpert... experts) {
        Mixture mixture = Fixtures.scoredByColumns(
                arena, kernels, 1, List.of(experts), CombineRule.of(new WeightedSum()), new Execution(strategy));
        return new Engine(mixture, Fixtures.limits(32, 32, 2), EngineObserver.NONE, System::nanoTime);
    }

    private TestExpert telling(String id, CountDownLatch meeting) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                begun.add(id);
                meeting.countDown();
                await(meeting);
                write(batch, 1);
                completion.answered(batch);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Eight rows for each of two experts, in tiles of four.
    private static double[][] rows() {
        double[][] rows = new double[16][2];
        for (int row = 0; row < rows.length; row++) {
            rows[row][row % 2] = 1;
        }
        return rows;
    }

    @Test
    void sequentialRunsExpertByExpertOnEveryThread() {
        // Each expert ends only when two threads are within it.
        try (Engine engine =
                engine(Strategy.SEQUENTIAL, telling("a", new CountDownLatch(2)), telling("b", new CountDownLatch(2)))) {
            Ticket ticket = Fixtures.admit(engine, Fixtures.rows(rows()), Fixtures.context());
            assertThat(Fixtures.values(Fixtures.outcome(ticket))).hasSize(16).containsOnly(1);
        }
        assertThat(begun).containsExactly("a", "a", "b", "b");
    }

    @Test
    void parallelRunsExpertsSideBySide() {
        CountDownLatch meeting = new CountDownLatch(2);
        try (Engine engine = engine(Strategy.PARALLEL, telling("a", meeting), telling("b", meeting))) {
            double[][] rows = {{1, 0}, {0, 1}};
            Ticket ticket = Fixtures.admit(engine, Fixtures.rows(rows), Fixtures.context());
            assertThat(Fixtures.values(Fixtures.outcome(ticket))).containsExactly(1, 1);
        }
    }

    @Test
    void pipelinedRoutesTheNextBatchWhileExpertsRun() throws InterruptedException {
        ManualExpert elsewhere = new ManualExpert("elsewhere");
        CountDownLatch entered = new CountDownLatch(1);
        TestExpert held = new TestExpert("held", true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                entered.countDown();
                StrategyTest.await(released);
                write(batch, 2);
                completion.answered(batch);
            }
        };
        try (Engine engine = engine(Strategy.PIPELINED, held, elsewhere)) {
            Ticket first = Fixtures.admit(engine, Fixtures.row(1, 0), Fixtures.context());
            StrategyTest.await(entered);
            Ticket second = Fixtures.admit(engine, Fixtures.row(0, 1), Fixtures.context());
            elsewhere.take().answer(5);
            assertThat(Fixtures.values(Fixtures.outcome(second))).containsExactly(5);
            assertThat(first.outcome()).isNotDone();
            released.countDown();
            assertThat(Fixtures.values(Fixtures.outcome(first))).containsExactly(2);
        }
    }
}
