// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.export;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.experts.onnx.OnnxExpert;
import dev.witan.experts.onnx.export.GraphExport.Computation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Network;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/// The same random rows through a graph and through what it was made of.
final class Comparison {
    private static final int ROWS = 64;
    private static final long SEED = 20260101;

    private final int inputs;
    private final int outputs;
    private final Rows rows;
    private final Computation ours;

    private Comparison(int inputs, int outputs, Rows rows, Computation ours) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.rows = rows;
        this.ours = ours;
    }

    /// Which values the rows have.
    private interface Rows {
        float value(SplittableRandom random, int column);
    }

    static Comparison of(Kernels kernels, Network network) {
        return new Comparison(network.inputs(), network.outputs(), (random, _) -> normal(random), (arena, in, out) -> {
            Scratch scratch = Scratch.allocate(arena, ROWS, network.widestHidden());
            network.forward(kernels, in, 0, ROWS, scratch.a(), scratch.b(), out, 0);
        });
    }

    /// Half of a row's values are thresholds themselves, where a tree that splits otherwise would show.
    static Comparison of(Forest forest) {
        Rows rows = (random, column) -> {
            int nodes = forest.splits().count();
            if (nodes == 0 || random.nextBoolean()) {
                return normal(random);
            }
            int node = random.nextInt(nodes);
            for (int tries = 0; tries < nodes && forest.splits().feature(node) != column; tries++) {
                node = (node + 1) % nodes;
            }
            return forest.splits().threshold(node);
        };
        return new Comparison(
                forest.inputs(), forest.outputs(), rows, (_, in, out) -> forest.answer(in, 0, ROWS, out, 0));
    }

    /// Looks into every group, as the graph does.
    static Comparison of(Kernels kernels, HierarchicalGate gate) {
        HierarchicalGate whole =
                new HierarchicalGate(gate.groups(), gate.within(), gate.within().size());
        return new Comparison(gate.dimensions(), gate.experts(), (random, _) -> normal(random), (arena, in, out) -> {
            RowBatch batch = new RowBatch(in);
            batch.reset(ROWS);
            Scores scores = whole.scores(arena, ROWS, 1);
            whole.score(kernels, batch, Scratch.allocate(arena, ROWS, whole.scratchWidth()), scores);
            for (int row = 0; row < ROWS; row++) {
                for (int expert = 0; expert < gate.experts(); expert++) {
                    out.set(row, expert, scores.of(row, expert));
                }
            }
        });
    }

    private static float normal(SplittableRandom random) {
        return (float) random.nextGaussian();
    }

    /// The greatest difference, as a part of the greatest number that ours puts out.
    double difference(byte[] graph) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = FloatMatrix.allocate(arena, ROWS, inputs);
            SplittableRandom random = new SplittableRandom(SEED);
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < inputs; column++) {
                    in.set(row, column, rows.value(random, column));
                }
            }
            FloatMatrix expected = FloatMatrix.allocate(arena, ROWS, outputs);
            ours.answer(arena, in, expected);
            FloatMatrix found = FloatMatrix.allocate(arena, ROWS, outputs);
            run(arena, graph, in, found);
            return difference(expected, found);
        }
    }

    private void run(Arena arena, byte[] graph, FloatMatrix in, FloatMatrix out) {
        MemorySegment file = arena.allocate(graph.length, 64).copyFrom(MemorySegment.ofArray(graph));
        try (OnnxExpert expert = OnnxExpert.open("export", "export", file, inputs, outputs)) {
            expert.submit(
                    new ExpertBatch(0, 0, 0, ROWS, in, out),
                    Kernels.choose(),
                    Scratch.allocate(arena, 1, 1),
                    new Surely());
        }
    }

    /// Lets a failure through: a graph that cannot answer is no export.
    private static final class Surely implements ExpertCompletion {
        @Override
        public void answered(ExpertBatch batch) {
            // the rows are there
        }

        @Override
        public void failed(ExpertBatch batch, WitanException error) {
            throw error;
        }
    }

    private static double difference(FloatMatrix expected, FloatMatrix found) {
        double greatest = 0;
        double difference = 0;
        for (int row = 0; row < expected.rows(); row++) {
            for (int column = 0; column < expected.columns(); column++) {
                double apart = Math.abs((double) expected.get(row, column) - found.get(row, column));
                if (Double.isNaN(apart)) {
                    return Double.NaN;
                }
                difference = Math.max(difference, apart);
                greatest = Math.max(greatest, Math.abs(expected.get(row, column)));
            }
        }
        return difference == 0 ? 0 : difference / greatest;
    }
}
