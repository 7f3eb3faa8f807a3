// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two tasks over four experts, of which the third is the first task's own and the last the second's.
class TaskRoutingTest {
    private static final int DIMENSIONS = 5;
    private static final int WIDTH = 3;
    private static final int RECORDS = 7;

    private final Arena arena = Arena.ofShared();
    private final Kernels kernels = Kernels.available().getFirst();
    private final List<FeedForward> gates = new ArrayList<>();
    private final List<FeedForward> experts = new ArrayList<>();
    private final List<FeedForward> towers = new ArrayList<>();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private FeedForward network(SplittableRandom random, int inputs, int outputs) {
        return new FeedForward(List.of(Fixtures.layer(arena, random, inputs, outputs, Activation.IDENTITY)));
    }

    private Engine engine() {
        SplittableRandom random = new SplittableRandom(3);
        List<Expert> serving = new ArrayList<>();
        List<TasksHead.Tower> heads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            experts.add(network(random, DIMENSIONS, WIDTH));
            serving.add(new FfnExpert("e" + i, "digest of " + i, experts.get(i)));
        }
        for (int task = 0; task < 2; task++) {
            gates.add(network(random, DIMENSIONS, 4));
            towers.add(network(random, WIDTH, 1));
            heads.add(new TasksHead.Tower("t" + task, towers.get(task), new RegressionHead(0, 1)));
        }
        MoeLayer layer = new MoeLayer(
                kernels,
                new TaskGate(gates, new int[] {TaskGate.SHARED, TaskGate.SHARED, 0, 1}),
                Router.topK(new float[4], 4),
                serving,
                new WeightedSum());
        Mixture mixture = new Mixture(
                "tasks", 1, "digest", VectorEncoder.ofRows("x", DIMENSIONS), layer, new TasksHead(WIDTH, heads));
        return new Engine(mixture, Fixtures.limits(), EngineObserver.NONE, System::nanoTime);
    }

    private float[] forward(FeedForward network, float[] row) {
        FloatMatrix in = FloatMatrix.allocate(arena, 1, row.length);
        FloatMatrix out = FloatMatrix.allocate(arena, 1, network.outputs());
        in.copyRowFrom(0, row, 0);
        Scratch scratch = Scratch.allocate(arena, 1, 1);
        network.forward(kernels, in, 0, 1, scratch.a(), scratch.b(), out, 0);
        float[] values = new float[network.outputs()];
        out.copyRowTo(0, values, 0);
        return values;
    }

    /// `tower(sum of softmax over the permitted experts)`, by hand.
    private float expected(int task, float[] row) {
        float[] logits = forward(gates.get(task), row);
        int[] permitted = {0, 1, 2 + task};
        double sum = 0;
        for (int expert : permitted) {
            sum += Math.exp(logits[expert]);
        }
        float[] combined = new float[WIDTH];
        for (int expert : permitted) {
            float[] output = forward(experts.get(expert), row);
            for (int i = 0; i < WIDTH; i++) {
                combined[i] += (float) (Math.exp(logits[expert]) / sum * output[i]);
            }
        }
        return forward(towers.get(task), combined)[0];
    }

    @Test
    void eachTaskIsAnsweredByItsGateItsExpertsAndItsTower() {
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[RECORDS * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (Engine engine = engine()) {
            Ticket ticket = Fixtures.admit(
                    engine,
                    new InferenceRequest(List.of(Column.Vectors.ofRows("x", DIMENSIONS, values))),
                    Fixtures.context().explained());
            InferenceResponse response = ((Outcome.Answered) Fixtures.outcome(ticket)).response();

            assertThat(response.rows()).isEqualTo(RECORDS);
            assertThat(response.tasks()).containsExactly("t0", "t1");
            assertThat(response.outputs()).extracting(OutputColumn::name).containsExactly("t0.value", "t1.value");
            for (int task = 0; task < 2; task++) {
                float[] answers = ((OutputColumn.Floats) response.outputs().get(task)).values();
                for (int record = 0; record < RECORDS; record++) {
                    float[] row = new float[DIMENSIONS];
                    System.arraycopy(values, record * DIMENSIONS, row, 0, DIMENSIONS);
                    assertThat(answers[record]).isCloseTo(expected(task, row), within(1e-5f));
                }
            }
            assertThat(response.decisions()).hasSize(2 * RECORDS);
            Decision first = response.decisions().getFirst();
            assertThat(first.chosen()).extracting(Decision.Choice::expert).containsExactlyInAnyOrder("e0", "e1", "e2");
            assertThat(first.passedOver()).hasSize(1);
            assertThat(first.passedOver().getFirst().reason()).isEqualTo("it is another task's own");
            assertThat(response.decisions().get(1).chosen())
                    .extracting(Decision.Choice::expert)
                    .contains("e3");
        }
    }
}
