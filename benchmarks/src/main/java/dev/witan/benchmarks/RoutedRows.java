// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A batch of random rows on its way through a gate with random weights and a top-2 router. Owned by one thread.
final class RoutedRows {
    private static final int FAN_OUT = 2;
    private static final int GROUPS_CHOSEN = 2;

    private final RandomGenerator random = new SplittableRandom(1);
    private final Arena arena = Arena.ofAuto();
    private final Kernels kernels;
    private final Gate gate;
    private final Router router;
    private final RowBatch batch;
    private final Scores scores;
    private final Scratch scratch;
    private final RoutingPlan plan;

    /// How the gate goes about it.
    enum Kind {
        FLAT,
        TWO_PRECISION,
        HIERARCHICAL;

        static Kind of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    RoutedRows(Kernels kernels, Kind kind, int inputs, int experts, int rows) {
        this.kernels = kernels;
        this.gate = gate(kind, inputs, experts);
        this.router = Router.topK(new float[experts], FAN_OUT);
        FloatMatrix values = FloatMatrix.allocate(arena, rows, inputs);
        fill(values);
        this.batch = new RowBatch(values);
        batch.reset(rows);
        this.scores = gate.scores(arena, rows, router.fanOutMax());
        this.scratch = Scratch.allocate(arena, rows, gate.scratchWidth());
        this.plan = router.plan(arena, rows, scores);
    }

    private Gate gate(Kind kind, int inputs, int experts) {
        return switch (kind) {
            case FLAT -> new NetworkGate(new FeedForward(List.of(linear(inputs, experts))));
            case TWO_PRECISION ->
                new TwoPrecisionGate(new FeedForward(List.of(linear(inputs, experts))), new float[experts]);
            case HIERARCHICAL -> hierarchical(inputs, experts);
        };
    }

    /// About as many groups as each has experts.
    private Gate hierarchical(int inputs, int experts) {
        int groups = Integer.highestOneBit((int) Math.sqrt(experts));
        List<Linear> within = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            within.add(linear(inputs, experts / groups));
        }
        return new HierarchicalGate(linear(inputs, groups), within, GROUPS_CHOSEN);
    }

    private Linear linear(int inputs, int outputs) {
        FloatMatrix weights = FloatMatrix.allocate(arena, inputs, outputs);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, outputs);
        fill(weights);
        fill(bias);
        return new Linear(PackedMatrix.pack(arena, weights), bias, Activation.IDENTITY);
    }

    private void fill(FloatMatrix matrix) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                matrix.set(row, column, (float) random.nextGaussian());
            }
        }
    }

    /// Scores the rows.
    void score() {
        router.ask(batch, scores);
        gate.score(kernels, batch, scratch, scores);
    }

    /// Routes the scores that the rows have.
    RoutingPlan route() {
        router.route(kernels, batch, scores, plan);
        return plan;
    }
}
