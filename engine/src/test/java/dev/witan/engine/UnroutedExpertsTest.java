// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Fixtures.TestExpert;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Experts that no row is routed to: those that the release masks, and the one on standby.
class UnroutedExpertsTest {
    private static final CombineRule PLAIN = CombineRule.of(new WeightedSum());

    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofShared();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private static TestExpert broken(String id) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                completion.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, "down"));
            }
        };
    }

    private Mixture mixture(Router router, CombineRule rule, TestExpert... experts) {
        return Fixtures.scoredByColumns(arena, kernels, router, List.of(experts), rule, Execution.DEFAULTS);
    }

    private Outcome ask(Mixture mixture, double... row) {
        EngineObserver observer = new EngineObserver() {
            @Override
            public synchronized void expertAnswered(String expert, int rows, long nanos) {
                told.add(expert);
            }
        };
        try (Engine engine = new Engine(mixture, Fixtures.limits(), observer, System::nanoTime)) {
            RequestContext context = Fixtures.context().explained();
            return Fixtures.outcome(Fixtures.admit(engine, Fixtures.row(row), context));
        }
    }

    private static Decision decision(Outcome outcome) {
        return ((Outcome.Answered) outcome).response().decisions().getFirst();
    }

    @Test
    void anExpertOnStandbyAnswersWhereTheOthersFailAndTheAnswerSaysSo() {
        CombineRule rule = new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, 2);
        Mixture mixture =
                mixture(Router.topK(new float[2], 2), rule, broken("a"), broken("b"), Fixtures.constant("dense", 7));

        Outcome outcome = ask(mixture, 1, 0);

        assertThat(Fixtures.values(outcome)).containsExactly(7);
        assertThat(((Outcome.Answered) outcome).response().degraded()).isTrue();
        assertThat(decision(outcome).caveats())
                .contains("degraded: the fallback 'dense' stood in, since 0 of 2 experts answered");
        assertThat(told).containsExactly("dense");
    }

    @Test
    void anExpertOnStandbyIsNotAskedWhileOthersAnswer() {
        CombineRule rule = new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, 2);
        Mixture mixture =
                mixture(Router.topK(new float[2], 1), rule, Fixtures.constant("a", 1), broken("b"), broken("dense"));

        Outcome outcome = ask(mixture, 1, 0);

        assertThat(Fixtures.values(outcome)).containsExactly(1);
        assertThat(decision(outcome).passedOver()).extracting(it -> it.expert()).containsExactly("b");
        assertThat(told).containsExactly("a");
    }

    @Test
    void anUnscoredExpertMustBeTheFallback() {
        Router router = Router.topK(new float[2], 1);
        TestExpert[] experts = {Fixtures.constant("a", 1), Fixtures.constant("b", 1), Fixtures.constant("c", 1)};
        assertThatThrownBy(() -> mixture(router, PLAIN, experts))
                .hasMessage("the gate must score every expert: it scores 2 of 3");
    }

    @Test
    void aMaskedExpertGetsNoRowHoweverHighItsScore() {
        Router router = Router.builder(3)
                .fanOut(1)
                .masked(new boolean[] {true, false, false})
                .build();
        Mixture mixture =
                mixture(router, PLAIN, Fixtures.constant("a", 1), Fixtures.constant("b", 2), Fixtures.constant("c", 3));

        Outcome outcome = ask(mixture, 9, 0, 1);

        assertThat(Fixtures.values(outcome)).containsExactly(3);
        assertThat(decision(outcome).passedOver())
                .filteredOn(it -> it.expert().equals("a"))
                .extracting(it -> it.reason())
                .containsExactly("the release has masked it");
    }

    @Test
    void weightsOfASoftMixtureAreSharedOutAmongThoseThatAreNotMasked() {
        Router router = Router.builder(3)
                .fanOut(3)
                .masked(new boolean[] {false, true, false})
                .build();
        Mixture mixture = mixture(
                router, PLAIN, Fixtures.constant("a", 1), Fixtures.constant("b", 50), Fixtures.constant("c", 3));

        assertThat(Fixtures.values(ask(mixture, 1, 1, 1))).containsExactly(2);
    }
}
