// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Finds out whether a graph gives a row the same bits alone and in any batch, wherever it stands there. A trial is
/// no proof, but what breaks this promise, other loops for other numbers of rows, shows in most rows at once.
final class Repeatability {
    private static final int[] BATCHES = {2, 3, 4, 5, 7, 8, 13, 16, 17, 32};
    private static final int ROWS = 32;
    private static final long SEED = 20_261_122;

    private final OnnxModel model;
    private final FloatMatrix rows;
    private final FloatMatrix alone;
    private final FloatMatrix batch;
    private final FloatMatrix answers;

    private Repeatability(Arena arena, OnnxModel model) {
        this.model = model;
        this.rows = FloatMatrix.allocate(arena, ROWS, model.inputs());
        this.alone = FloatMatrix.allocate(arena, ROWS, model.outputs());
        this.batch = FloatMatrix.allocate(arena, ROWS, model.inputs());
        this.answers = FloatMatrix.allocate(arena, ROWS, model.outputs());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < model.inputs(); column++) {
                rows.set(row, column, (float) random.nextGaussian());
            }
        }
    }

    /// Runs the graph on random rows; a graph that takes one row at a time has no batches to differ in.
    static boolean of(OnnxModel model) {
        try (Arena arena = Arena.ofConfined()) {
            Repeatability trial = new Repeatability(arena, model);
            trial.answerAlone();
            return model.rowsMax() == 1 || trial.batchesAgree();
        }
    }

    /// Answers `count` single rows.
    static void calls(OnnxModel model, int count) {
        try (Arena arena = Arena.ofConfined()) {
            Repeatability trial = new Repeatability(arena, model);
            for (int call = 0; call < count; call++) {
                model.run(trial.rows, call % ROWS, 1, trial.alone, call % ROWS);
            }
        }
    }

    private void answerAlone() {
        for (int row = 0; row < ROWS; row++) {
            model.run(rows, row, 1, alone, row);
        }
    }

    private boolean batchesAgree() {
        boolean agree = true;
        for (int size : BATCHES) {
            // Shifted each time, so that a row stands in several places.
            agree = agree && agrees(size, size % ROWS) && agrees(size, (3 * size + 1) % ROWS);
        }
        return agree;
    }

    /// Whether a batch of the rows that begin with `first` gets what they got alone.
    private boolean agrees(int size, int first) {
        for (int i = 0; i < size; i++) {
            batch.copyRowFrom(i, rows, (first + i) % ROWS);
        }
        model.run(batch, 0, size, answers, 0);
        for (int i = 0; i < size; i++) {
            for (int column = 0; column < model.outputs(); column++) {
                float found = answers.get(i, column);
                float expected = alone.get((first + i) % ROWS, column);
                if (Float.floatToRawIntBits(found) != Float.floatToRawIntBits(expected)) {
                    return false;
                }
            }
        }
        return true;
    }
}
