// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.routing.GatingForm;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;

/// What a gate says of rows: the clean score of every expert, and what the router's selection goes by.
final class GateTeacher {
    private static final int BATCH_ROWS = 256;

    private final Router router;
    private final float[] bias;
    private final FloatMatrix scores;

    /// Scores all rows.
    GateTeacher(Arena arena, Kernels kernels, Gate gate, Router router, FloatMatrix rows) {
        this.router = router;
        this.bias = router.selectionBias();
        this.scores = FloatMatrix.allocate(arena, rows.rows(), gate.experts());
        try (Arena own = Arena.ofShared()) {
            FloatMatrix batchRows = FloatMatrix.allocate(own, BATCH_ROWS, rows.columns());
            RowBatch batch = new RowBatch(batchRows);
            Scores room = gate.scores(own, BATCH_ROWS, router.fanOutMax());
            Scratch scratch = Scratch.allocate(own, BATCH_ROWS, gate.scratchWidth());
            for (int from = 0; from < rows.rows(); from += BATCH_ROWS) {
                int count = Math.min(BATCH_ROWS, rows.rows() - from);
                batch.reset(count);
                for (int row = 0; row < count; row++) {
                    batchRows.copyRowFrom(row, rows, from + row);
                    room.ask(row, Scores.ALL);
                }
                gate.score(kernels, batch, scratch, room);
                keep(room, from, count);
            }
        }
    }

    private void keep(Scores room, int from, int count) {
        for (int row = 0; row < count; row++) {
            if (!room.isDense(row)) {
                throw WitanException.invalidInput(
                        "a gate is distilled from the scores of all experts, and this one looks into some groups only");
            }
            scores.copyRowFrom(from + row, room.values(), row);
            if (!scores.isFinite(from + row)) {
                throw WitanException.invalidInput(
                        "the gate's scores must be finite numbers: those of row %d are not".formatted(from + row));
            }
        }
    }

    /// How far the scores of a row lie apart: the deviation of those that count, on average.
    double spread() {
        double sum = 0;
        for (int row = 0; row < scores.rows(); row++) {
            sum += spread(row) / scores.rows();
        }
        return Math.max(sum, 1e-6);
    }

    private double spread(int row) {
        double mean = 0;
        double squares = 0;
        int open = 0;
        for (int expert = 0; expert < bias.length; expert++) {
            if (isOpen(expert)) {
                double score = scores.get(row, expert);
                open++;
                double distance = score - mean;
                mean += distance / open;
                squares += distance * (score - mean);
            }
        }
        return StrictMath.sqrt(squares / open);
    }

    int experts() {
        return bias.length;
    }

    int fanOut() {
        return router.fanOut();
    }

    /// The clean scores, row by row.
    FloatMatrix scores() {
        return scores;
    }

    double score(int row, int expert) {
        return scores.get(row, expert);
    }

    boolean isOpen(int expert) {
        return !router.rules().isMasked(expert);
    }

    boolean isSigmoid() {
        return router.rules().form() == GatingForm.SIGMOID;
    }

    /// What selection compares, of a clean score.
    double selection(double score, int expert) {
        return (isSigmoid() ? sigmoid(score) : score) + bias[expert];
    }

    /// How fast that grows with the score.
    double slope(double score) {
        return isSigmoid() ? sigmoid(score) * sigmoid(-score) : 1;
    }

    static double sigmoid(double score) {
        return 1 / (1 + StrictMath.exp(-score));
    }
}
