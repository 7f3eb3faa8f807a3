// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.Decision.PassedOver;
import dev.witan.engine.routing.Capacity;
import dev.witan.engine.routing.Exploration;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RouterBuilder;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a decision says of the experts that a row did not go to. The gate scores expert `i` of `n` with `n - i`.
class ExplainTest {
    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofAuto();

    private static Gate gate(Arena arena, int experts) {
        return new NetworkGate(network(arena, 0, experts, experts));
    }

    private static FeedForward network(Arena arena, int from, int count, int of) {
        return new FeedForward(List.of(linear(arena, from, count, of)));
    }

    private static Linear linear(Arena arena, int from, int count, int of) {
        FloatMatrix weights = FloatMatrix.allocate(arena, 1, count);
        for (int i = 0; i < count; i++) {
            weights.set(0, i, of - from - i);
        }
        return new Linear(
                PackedMatrix.pack(arena, weights), FloatMatrix.allocate(arena, 1, count), Activation.IDENTITY);
    }

    private Decision explain(Gate gate, RouterBuilder builder, Guidance guidance) {
        Router router = builder.build();
        List<Expert> experts = new ArrayList<>();
        for (int i = 0; i < router.experts() + router.shared(); i++) {
            Fixtures.TestExpert expert = Fixtures.constant("e" + i, i);
            expert.inputs = 1;
            experts.add(expert);
        }
        MoeLayer layer = new MoeLayer(kernels, gate, router, experts, new WeightedSum());
        LayerWorkspace workspace = new LayerWorkspace(arena, layer, Fixtures.limits(), System::nanoTime, () -> {});
        workspace.rows.set(0, 0, 1f);
        workspace.batch.reset(1);
        workspace.batch.describe(0, 1, guidance, 0, 0, 0);
        layer.score(workspace);
        layer.route(workspace);
        return new DecisionRecorder(layer).record(workspace, 0);
    }

    private static List<String> reasons(Decision decision) {
        return decision.passedOver().stream().map(PassedOver::reason).toList();
    }

    @Test
    void namesWhoWasOutrankedAndWhoWasForbiddenByWhat() {
        Guidance guidance =
                Guidance.builder(4).forbid(1, "tenant acme may not see it").build();
        Decision decision = explain(gate(arena, 4), Router.builder(4), guidance);
        assertThat(decision.chosen()).extracting(Decision.Choice::expert).containsExactly("e0");
        assertThat(reasons(decision))
                .containsExactly(
                        "ranked 2 of 4; the fan-out is 1",
                        "ranked 3 of 4; the fan-out is 1",
                        "tenant acme may not see it");
        assertThat(decision.passedOver().getLast().selectionScore()).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(decision.passedOver().getLast().score()).isEqualTo(3f);
    }

    @Test
    void namesGroupsSitesAndTheShareThatWasReached() {
        Decision groups = explain(gate(arena, 4), Router.builder(4).fanOut(2).groups(2, 1), Guidance.NONE);
        assertThat(reasons(groups))
                .containsOnly("its group is not among the best")
                .hasSize(2);
        Decision site =
                explain(gate(arena, 2), Router.builder(2).preferSite(new boolean[] {false, true}), Guidance.NONE);
        assertThat(reasons(site)).containsExactly("it is not at the preferred site");
        Decision topP = explain(gate(arena, 3), Router.builder(3).fanOut(2).topP(0.5f), Guidance.NONE);
        assertThat(reasons(topP))
                .containsExactly("those before it reach the share of probability", "ranked 2 of 3; the fan-out is 2");
    }

    @Test
    void namesTheFirstOfManyAndCountsTheRestByReason() {
        Guidance guidance =
                Guidance.builder(1000).forbid(999, "excluded by ann").build();
        Decision decision = explain(gate(arena, 1000), Router.builder(1000), guidance);
        assertThat(decision.passedOver()).hasSize(32);
        assertThat(decision.others())
                .extracting(Decision.Others::reason, Decision.Others::experts)
                .containsExactly(tuple("outranked", 966), tuple("excluded by ann", 1));
    }

    @Test
    void countsTheShareOfThoseThatItDoesNotName() {
        FloatMatrix zero = FloatMatrix.allocate(arena, 1, 1000);
        Gate even = new NetworkGate(
                new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, zero), zero, Activation.IDENTITY))));
        Decision decision = explain(even, Router.builder(1000), Guidance.NONE);
        assertThat(decision.chosen().getFirst().score()).isZero();
        assertThat(decision.others()).hasSize(1);
        assertThat(decision.others().getFirst().logMass())
                .as("1000 equal scores of 0, without the one that was chosen and 32 that are named")
                .isCloseTo(Math.log(967), within(1e-9));
    }

    @Test
    void countsExpertsThatTheGateDidNotLookAt() {
        List<Linear> within = IntStream.range(0, 10)
                .mapToObj(group -> linear(arena, 0, 10, 10))
                .toList();
        Gate gate = new HierarchicalGate(linear(arena, 0, 10, 10), within, 1);
        Decision hierarchical = explain(gate, Router.builder(100).fanOut(2), Guidance.NONE);
        assertThat(hierarchical.chosen()).extracting(Decision.Choice::expert).containsExactly("e0", "e1");
        assertThat(reasons(hierarchical).get(7)).isEqualTo("ranked 10 of 100; the fan-out is 2");
        assertThat(reasons(hierarchical).get(8)).isEqualTo("its group is not among the best");
        assertThat(hierarchical.passedOver().get(8).score()).isNaN();
        assertThat(hierarchical.others())
                .containsExactly(new Decision.Others("its group is not among the best", 66, Double.NEGATIVE_INFINITY));
        Gate rough = TwoPrecisionGate.always(network(arena, 0, 100, 100), new float[100]);
        Decision shortlist = explain(rough, Router.builder(100), Guidance.NONE);
        assertThat(shortlist.chosen().getFirst().score()).isEqualTo(100f);
        assertThat(reasons(shortlist)).contains("proven to be outside the best");
    }

    @Test
    void aTwoPrecisionGateWithAnotherBiasThanTheRoutersIsRefused() {
        Gate rough = TwoPrecisionGate.always(network(arena, 0, 3, 3), new float[] {0, 1, 0});
        assertThatThrownBy(() -> explain(rough, Router.builder(3), Guidance.NONE))
                .hasMessage("a two-precision gate must be made for the router's selection bias");
    }

    @Test
    void anExpertThatEveryRowGoesToHasAWeightAndNoScore() {
        Decision decision = explain(gate(arena, 3), Router.builder(3).fanOut(2).shared(1), Guidance.NONE);
        Decision.Choice shared = decision.chosen().getLast();
        assertThat(shared.expert()).isEqualTo("e3");
        assertThat(shared.score()).isNaN();
        assertThat(shared.weight()).isCloseTo(1f, within(0f));
        assertThat(reasons(decision)).containsExactly("ranked 3 of 3; the fan-out is 2");
    }

    @Test
    void saysWhatBesideTheRowDecided() {
        Guidance guidance = Guidance.builder(2).addBias(1, 0.5f).live().build();
        RouterBuilder builder = Router.builder(2)
                .exploration(new Exploration(1f, 1f, 0))
                .capacity(new Capacity(Capacity.Policy.OVERFLOW, 1f, 1));
        assertThat(explain(gate(arena, 2), builder, guidance).caveats())
                .containsExactly(
                        "explored: the experts were drawn at random, by the request's id",
                        "live load: the same row may go elsewhere a moment later",
                        "capacity: the other rows of a batch may change where a row goes");
        assertThat(explain(gate(arena, 2), Router.builder(2), Guidance.NONE).caveats())
                .isEmpty();
    }

    @Test
    void rowsThatAreSpreadAndRowsThatFallBackSaySo() {
        Guidance spread = Guidance.builder(2).spread().build();
        assertThat(reasons(explain(gate(arena, 2), Router.builder(2), spread)))
                .containsExactly("not drawn: rows are spread evenly");
        Guidance back = Guidance.builder(2).fallBack().build();
        assertThat(reasons(explain(gate(arena, 2), Router.builder(2), back)))
                .containsOnly("the row goes straight to the fallback")
                .hasSize(2);
    }
}
