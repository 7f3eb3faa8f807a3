// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Fixtures.TestExpert;
import dev.witan.engine.combine.BestOf;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.Combiner;
import dev.witan.engine.combine.LogitSum;
import dev.witan.engine.combine.MajorityVote;
import dev.witan.engine.combine.ProbabilityMixture;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An expert that answers `NaN` or infinity has not answered: others do, or the fallback.
class SpoiledAnswersTest {
    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofShared();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Engine engine(int fanOut, CombineRule rule, TestExpert... experts) {
        Mixture mixture = Fixtures.scoredByColumns(arena, kernels, fanOut, List.of(experts), rule, Execution.DEFAULTS);
        EngineObserver observer = new EngineObserver() {
            @Override
            public void expertAnswered(String expert, int rows, long nanos) {
                told.add(expert + " answered " + rows);
            }

            @Override
            public void expertFailed(String expert, int rows, ErrorCode code) {
                told.add(expert + " failed " + rows + " " + code);
            }
        };
        return new Engine(mixture, Fixtures.limits(), observer, System::nanoTime);
    }

    private static CombineRule rule(Combiner combiner, int quorum, int fallback) {
        return new CombineRule(combiner, quorum, Duration.ofSeconds(5), fallback);
    }

    private static Ticket admit(Engine engine, double[]... rows) {
        return Fixtures.admit(engine, Fixtures.rows(rows), Fixtures.context().explained());
    }

    private static InferenceResponse response(Ticket ticket) {
        return ((Outcome.Answered) Fixtures.outcome(ticket)).response();
    }

    private static float[] values(Ticket ticket) {
        return Fixtures.values(Fixtures.outcome(ticket));
    }

    private static double[] row(double... scores) {
        return scores;
    }

    /// Says `NaN` of rows whose first column is above 2, and 7 of the others.
    private static TestExpert sometimesBroken(String id) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                for (int row = batch.from(); row < batch.from() + batch.rows(); row++) {
                    batch.output().set(row, 0, batch.input().get(row, 1) > 2 ? Float.NaN : 7);
                }
                completion.answered(batch);
            }
        };
    }

    @Test
    void theFallbackStandsInAndOtherRowsOfTheBatchAreUntouched() {
        CombineRule rule = rule(new WeightedSum(), 1, 1);
        try (Engine engine = engine(1, rule, sometimesBroken("a"), Fixtures.constant("b", 20))) {
            Ticket ticket = admit(engine, row(3, 0), row(1, 0), row(0, 1));
            assertThat(values(ticket)).containsExactly(20, 7, 20);
            assertThat(response(ticket).degraded()).isTrue();
            Decision decision = response(ticket).decisions().getFirst();
            assertThat(decision.chosen())
                    .extracting(Decision.Choice::fate)
                    .containsExactly("failed: expert 'a' answered a value that is not a finite number");
            assertThat(decision.caveats())
                    .containsExactly("degraded: the fallback 'b' stood in, since 0 of 1 experts answered");
        }
        assertThat(told).contains("a answered 1", "a failed 1 EXPERT_FAILED");
    }

    static Stream<Combiner> combiners() {
        return Stream.of(new WeightedSum(), new LogitSum(), new BestOf(), new ProbabilityMixture(), new MajorityVote());
    }

    @ParameterizedTest
    @MethodSource("combiners")
    void theOthersAnswerAsIfItHadFailed(Combiner combiner) {
        float expected;
        try (Engine engine = engine(2, rule(combiner, 1, -1), failing("a"), Fixtures.constant("b", 3))) {
            expected = values(admit(engine, row(1, 0)))[0];
        }
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            TestExpert broken = Fixtures.constant("a", wrong);
            try (Engine engine = engine(2, rule(combiner, 1, -1), broken, Fixtures.constant("b", 3))) {
                Ticket ticket = admit(engine, row(1, 0));
                assertThat(values(ticket)).containsExactly(expected);
                assertThat(response(ticket).degraded()).isTrue();
            }
        }
    }

    private static TestExpert failing(String id) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                throw new IllegalStateException("on purpose");
            }
        };
    }

    @Test
    void oneThatIsNotLocalIsTakenNoBetter() throws InterruptedException {
        ManualExpert slow = new ManualExpert("slow");
        CombineRule rule = rule(new WeightedSum(), 1, -1);
        try (Engine engine = engine(2, rule, slow, Fixtures.constant("b", 20))) {
            Ticket ticket = admit(engine, row(2, 1));
            slow.take().answer(Float.NaN);
            assertThat(values(ticket)).containsExactly(20);
            assertThat(response(ticket).degraded()).isTrue();
        }
        assertThat(told).contains("slow failed 1 EXPERT_FAILED").doesNotContain("slow answered 1");
    }

    @Test
    void aQuorumThatIsMissedAndAFallbackThatIsSpoiledTooAreNamed() {
        CombineRule rule = rule(new WeightedSum(), 2, 2);
        TestExpert broken = Fixtures.constant("a", Float.NaN);
        TestExpert standIn = Fixtures.constant("c", Float.POSITIVE_INFINITY);
        try (Engine engine = engine(2, rule, broken, Fixtures.constant("b", 20), standIn)) {
            Ticket ticket = admit(engine, row(2, 1, -9));
            assertThat(((Outcome.Failed) Fixtures.outcome(ticket)).error())
                    .hasMessage(
                            "1 of 2 experts answered, and the quorum is 2; the first that failed: expert 'a' answered"
                                    + " a value that is not a finite number; nor did the fallback 'c': expert 'c' answered a"
                                    + " value that is not a finite number");
        }
    }
}
