// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import com.microsoft.ml.lightgbm.PredictionType;
import dev.witan.boosting.LightGbmGrower;
import dev.witan.engine.expert.Forest;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.data.TargetKind;
import dev.witan.training.trees.TreeGrowth;
import dev.witan.training.trees.TreeRows;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What an expert that is trees takes for its rows, beside LightGBM's own prediction with the same trees, one thread
/// each. Both are handed rows in the form that they take, and hand back numbers that Java can read. The peer loads by
/// its
/// own loader, out of the folder for temporary files.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class TreesBenchmark {
    private static final int COLUMNS = 40;
    private static final int LEARNED = 8_000;
    private static final double LEARNING_RATE = 0.05;
    private static final int LEAF_ROWS = 20;

    /// Of a tree at most.
    @Param("16")
    public int leaves;

    /// Trees of the forest.
    @Param({"200", "1000"})
    public int trees;

    /// Rows of a call.
    @Param({"1", "64", "1024"})
    public int rows;

    private final Arena arena = Arena.ofShared();
    private final SplittableRandom random = new SplittableRandom(7);
    private @Nullable Forest forest;
    private @Nullable LGBMBooster booster;
    private float[] asked = new float[0];
    private FloatMatrix input = FloatMatrix.allocate(arena, 1, 1);
    private FloatMatrix output = FloatMatrix.allocate(arena, 1, 1);

    /// Grows the same trees twice, and refuses to measure forests that differ.
    @Setup(Level.Trial)
    public void open() throws LGBMException {
        float[] values = values(LEARNED);
        float[] targets = new float[LEARNED];
        for (int row = 0; row < LEARNED; row++) {
            double sum = values[row * COLUMNS] * values[row * COLUMNS + 1] + values[row * COLUMNS + 2];
            targets[row] = sum + 0.5 * random.nextGaussian() > 0 ? 1 : 0;
        }
        TreeRows learned = new TreeRows(
                TargetKind.BINARY, 1, COLUMNS, IntStream.range(0, COLUMNS).toArray(), values, targets);
        TreeGrowth growth = new TreeGrowth(leaves, LEARNING_RATE, LEAF_ROWS, 1, 1, trees, 1);
        Forest ours = new LightGbmGrower().grow(learned, growth, trees).forest();
        LGBMBooster theirs = peer(values, targets);
        asked = values(rows);
        input = FloatMatrix.allocate(arena, rows, COLUMNS);
        output = FloatMatrix.allocate(arena, rows, 1);
        for (int row = 0; row < rows; row++) {
            input.copyRowFrom(row, asked, row * COLUMNS);
        }
        forest = ours;
        booster = theirs;
        requireEqual(lightGbm());
    }

    private float[] values(int count) {
        float[] values = new float[count * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private LGBMBooster peer(float[] values, float[] targets) throws LGBMException {
        String parameters = String.format(
                Locale.ROOT,
                "objective=binary metric=binary_logloss verbosity=-1 num_threads=1 deterministic=true force_row_wise=true"
                        + " use_missing=false feature_pre_filter=false seed=1 num_leaves=%d learning_rate=%s"
                        + " min_data_in_leaf=%d feature_fraction=1.0",
                leaves,
                LEARNING_RATE,
                LEAF_ROWS);
        LGBMDataset dataset = LGBMDataset.createFromMat(values, LEARNED, COLUMNS, true, parameters, null);
        dataset.setField("label", targets);
        LGBMBooster made = LGBMBooster.create(dataset, parameters);
        for (int round = 0; round < trees; round++) {
            made.updateOneIter();
        }
        return made;
    }

    private void requireEqual(double[] theirs) {
        witan();
        for (int row = 0; row < rows; row++) {
            if (Math.abs(theirs[row] - output.get(row, 0)) > 1e-4) {
                throw new IllegalStateException("the same trees must answer alike: row %d %s %s"
                        .formatted(row, theirs[row], output.get(row, 0)));
            }
        }
    }

    /// The forest as an expert asks it.
    @Benchmark
    public FloatMatrix witan() {
        if (forest != null) {
            forest.answer(input, 0, rows, output, 0);
        }
        return output;
    }

    /// LightGBM by its Java interface, with its call for single rows where there is but one.
    @Benchmark
    public double[] lightGbm() throws LGBMException {
        LGBMBooster asking = booster;
        if (asking == null) {
            return new double[0];
        }
        return rows == 1
                ? new double[] {asking.predictForMatSingleRow(asked, PredictionType.C_API_PREDICT_RAW_SCORE)}
                : asking.predictForMat(
                        asked, rows, COLUMNS, true, PredictionType.C_API_PREDICT_RAW_SCORE, "num_threads=1");
    }

    /// Gives both back.
    @TearDown(Level.Trial)
    public void close() throws LGBMException {
        if (booster != null) {
            booster.close();
        }
        arena.close();
    }
}
