// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Finds out whether a graph gives a row the same bits alone and in any batch, wherever it stands there. Batches of up
/// to
/// [#ROWS_LEAST] rows are always tried, larger ones within [#PATIENCE_NANOS]; where a graph is too slow for that, it
/// gets
/// no larger ones. A trial is no proof, but what breaks this promise, other loops for other numbers of rows, shows in
/// most rows at once.
final class Repeatability {
    /// What is found: whether no row differed, and how many rows a call may have to be as one that was tried.
    record Finding(boolean isRepeatable, int rowsMax) {}

    /// How long larger batches may be tried.
    static final long PATIENCE_NANOS = 2_000_000_000L;

    static final int ROWS_LEAST = 32;

    private static final int[] BATCHES = {2, 3, 4, 5, 7, 8, 13, 16, 17, ROWS_LEAST};
    /// The largest first: without it, calls stay small.
    private static final int[] LARGE_BATCHES = {Signature.CALL_ROWS_MAX, 33, 64, 100, 128, 255};

    private static final long SEED = 20_261_122;

    private final OnnxModel model;
    private final LongSupplier clock;
    private final FloatMatrix rows;
    private final FloatMatrix alone;
    private final FloatMatrix batch;
    private final FloatMatrix answers;

    private Repeatability(Arena arena, OnnxModel model, LongSupplier clock) {
        this.model = model;
        this.clock = clock;
        this.rows = FloatMatrix.allocate(arena, model.rowsMax(), model.inputs());
        this.alone = FloatMatrix.allocate(arena, rows.rows(), model.outputs());
        this.batch = FloatMatrix.allocate(arena, rows.rows(), model.inputs());
        this.answers = FloatMatrix.allocate(arena, rows.rows(), model.outputs());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int row = 0; row < rows.rows(); row++) {
            for (int column = 0; column < model.inputs(); column++) {
                rows.set(row, column, (float) random.nextGaussian());
            }
        }
    }

    /// Runs the graph; one that takes one row at a time has no batches to differ in.
    ///
    /// @param clock in nanoseconds
    static Finding of(OnnxModel model, LongSupplier clock) {
        try (Arena arena = Arena.ofConfined()) {
            Repeatability trial = new Repeatability(arena, model, clock);
            if (model.rowsMax() == 1) {
                trial.answerAlone(0, 1);
                return new Finding(true, 1);
            }
            return trial.find();
        }
    }

    /// Answers `count` single rows.
    static void calls(OnnxModel model, int count) {
        try (Arena arena = Arena.ofConfined()) {
            Repeatability trial = new Repeatability(arena, model, () -> 0);
            for (int call = 0; call < count; call++) {
                trial.answerAlone(0, 1);
            }
        }
    }

    private Finding find() {
        long start = clock.getAsLong();
        answerAlone(0, ROWS_LEAST);
        long rowNanos = (clock.getAsLong() - start) / ROWS_LEAST;
        if (!agree(BATCHES, ROWS_LEAST, Long.MAX_VALUE)) {
            return new Finding(false, model.rowsMax());
        }
        // Every row alone, and the whole of them twice.
        if (3 * rowNanos * rows.rows() > PATIENCE_NANOS) {
            return new Finding(true, ROWS_LEAST);
        }
        answerAlone(ROWS_LEAST, rows.rows());
        return new Finding(agree(LARGE_BATCHES, rows.rows(), start + PATIENCE_NANOS), model.rowsMax());
    }

    private void answerAlone(int from, int to) {
        for (int row = from; row < to; row++) {
            model.run(rows, row, 1, alone, row);
        }
    }

    /// Whether batches of these sizes agree with single rows. The first is always tried, the others until `end`.
    ///
    /// @param known how many rows have been answered alone
    private boolean agree(int[] sizes, int known, long end) {
        for (int i = 0; i < sizes.length && (i == 0 || end == Long.MAX_VALUE || clock.getAsLong() < end); i++) {
            int size = sizes[i];
            // Shifted each time, so that a row stands in several places.
            if (!agrees(size, size % known, known) || !agrees(size, (3 * size + 1) % known, known)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a batch of the rows that begin with `first` gets what they got alone.
    private boolean agrees(int size, int first, int known) {
        for (int i = 0; i < size; i++) {
            batch.copyRowFrom(i, rows, (first + i) % known);
        }
        model.run(batch, 0, size, answers, 0);
        for (int i = 0; i < size; i++) {
            for (int column = 0; column < model.outputs(); column++) {
                float found = answers.get(i, column);
                float expected = alone.get((first + i) % known, column);
                if (Float.floatToRawIntBits(found) != Float.floatToRawIntBits(expected)) {
                    return false;
                }
            }
        }
        return true;
    }
}
