// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.List;

/// What every expert of a mixture answers to every row, whether rows go there or not. Written once; the memory lives as
/// long as the arena.
final class ExpertOutputs {
    private static final int BATCH_ROWS = 256;

    private final FloatMatrix values;
    private final int experts;

    /// Asks all of them, which must be local.
    ExpertOutputs(Arena arena, Kernels kernels, List<Expert> experts, FloatMatrix rows) {
        this.experts = experts.size();
        int width = experts.getFirst().outputs();
        this.values = FloatMatrix.allocate(arena, Math.multiplyExact(rows.rows(), this.experts), width);
        try (Arena own = Arena.ofShared()) {
            FloatMatrix in =
                    FloatMatrix.allocate(own, BATCH_ROWS, experts.getFirst().inputs());
            FloatMatrix out = FloatMatrix.allocate(own, BATCH_ROWS, width);
            int widest = experts.stream().mapToInt(Expert::scratchWidth).max().orElse(0);
            Scratch scratch = Scratch.allocate(own, BATCH_ROWS, widest);
            for (int from = 0; from < rows.rows(); from += BATCH_ROWS) {
                int count = Math.min(BATCH_ROWS, rows.rows() - from);
                for (int row = 0; row < count; row++) {
                    in.copyRowFrom(row, rows, from + row);
                }
                for (int expert = 0; expert < this.experts; expert++) {
                    ask(kernels, experts.get(expert), new ExpertBatch(expert, expert, 0, count, in, out), scratch);
                    for (int row = 0; row < count; row++) {
                        values.copyRowFrom(position(from + row, expert), out, row);
                    }
                }
            }
        }
    }

    private static void ask(Kernels kernels, Expert expert, ExpertBatch batch, Scratch scratch) {
        expert.submit(batch, kernels, scratch, new ExpertCompletion() {
            @Override
            public void answered(ExpertBatch answered) {}

            @Override
            public void failed(ExpertBatch failed, WitanException cause) {
                throw cause;
            }
        });
    }

    /// Where the output of an expert for a row stands in [#values].
    int position(int row, int expert) {
        return row * experts + expert;
    }

    FloatMatrix values() {
        return values;
    }

    /// The Euclidean length of an output.
    double norm(int row, int expert) {
        double squares = 0;
        int position = position(row, expert);
        for (int i = 0; i < values.columns(); i++) {
            squares += (double) values.get(position, i) * values.get(position, i);
        }
        return Math.sqrt(squares);
    }

    /// All outputs of one expert, row after row.
    float[] of(int expert) {
        float[] outputs = new float[values.rows() / experts * values.columns()];
        for (int row = 0; row < values.rows() / experts; row++) {
            values.copyRowTo(position(row, expert), outputs, row * values.columns());
        }
        return outputs;
    }
}
