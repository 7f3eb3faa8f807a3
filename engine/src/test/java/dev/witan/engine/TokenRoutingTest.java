// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.VectorHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Inputs of shape `[rows, tokens, dimensions]`: every token goes its own way.
class TokenRoutingTest {
    private static final int DIMENSIONS = 5;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Engine engine(VectorEncoder encoder) {
        SplittableRandom random = new SplittableRandom(3);
        List<FfnExpert> experts = List.of(expert(random, "a"), expert(random, "b"), expert(random, "c"));
        FeedForward gate = new FeedForward(List.of(Fixtures.layer(arena, random, DIMENSIONS, 3, Activation.IDENTITY)));
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(gate),
                Router.topK(new float[3], 1),
                List.copyOf(experts),
                new WeightedSum());
        Mixture mixture = new Mixture("tokens", 1, "digest", encoder, layer, new VectorHead("y", DIMENSIONS));
        return new Engine(mixture, Fixtures.limits(), EngineObserver.NONE, System::nanoTime);
    }

    private FfnExpert expert(SplittableRandom random, String id) {
        return new FfnExpert(
                id,
                "digest of " + id,
                new FeedForward(List.of(Fixtures.layer(arena, random, DIMENSIONS, DIMENSIONS, Activation.IDENTITY))));
    }

    private static float[] values(int vectors) {
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[vectors * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static InferenceResponse answer(Engine engine, Column column) {
        Ticket ticket = Fixtures.admit(
                engine,
                new InferenceRequest(List.of(column)),
                Fixtures.context().explained());
        return ((Outcome.Answered) Fixtures.outcome(ticket)).response();
    }

    private static float[] numbers(InferenceResponse response) {
        return ((OutputColumn.Floats) response.outputs().getFirst()).values();
    }

    @Test
    void aTokenIsAnsweredAsARowOfItsOwnWouldBe() {
        float[] values = values(6);
        try (Engine tokens = engine(VectorEncoder.ofTokens("x", DIMENSIONS));
                Engine rows = engine(VectorEncoder.ofRows("x", DIMENSIONS))) {
            InferenceResponse of = answer(tokens, Column.Vectors.ofTokens("x", 2, 3, DIMENSIONS, values));
            InferenceResponse alone = answer(rows, Column.Vectors.ofRows("x", DIMENSIONS, values));
            assertThat(of.rows()).isEqualTo(2);
            assertThat(of.shape(of.outputs().getFirst())).containsExactly(2, 3, DIMENSIONS);
            assertThat(alone.shape(alone.outputs().getFirst())).containsExactly(6, DIMENSIONS);
            assertThat(numbers(of)).isEqualTo(numbers(alone));
            assertThat(of.decisions()).isEqualTo(alone.decisions()).hasSize(6);
            assertThat(of.decisions().stream()
                            .map(decision -> decision.chosen().getFirst().expert())
                            .distinct()
                            .count())
                    .isGreaterThan(1);
        }
    }

    @Test
    void tokensCountAsRowsInEveryBound() {
        try (Engine engine = engine(VectorEncoder.ofTokens("x", DIMENSIONS))) {
            float[] values = values(33);
            Column tooMany = Column.Vectors.ofTokens("x", 3, 11, DIMENSIONS, values);
            assertThatThrownBy(() -> engine.submit(new InferenceRequest(List.of(tooMany)), Fixtures.context()))
                    .isInstanceOfSatisfying(
                            WitanException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE))
                    .hasMessage("a request may have 32 rows: it has 33");
            Column fits = Column.Vectors.ofTokens("x", 1, 16, DIMENSIONS, Arrays.copyOf(values, 16 * DIMENSIONS));
            assertThat(answer(engine, fits).decisions()).hasSize(16);
        }
    }
}
