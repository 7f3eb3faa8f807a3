// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Forest;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.data.TargetKind;
import dev.witan.training.features.Features;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.step.Crew;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Grows forests for a mixture, and tells what each would say of its training rows had it not learned from them.
///
/// A forest is surer of rows that it knows than of any other, and a gate that learned from such answers would trust
/// trees too much. So each forest is grown again without one part of its rows at a time, and these forests answer for
/// the part that they have not seen. Rows that a forest leaves to the others need no such care.
public final class TreeTraining {
    private static final int FOLDS = 4;
    private static final int UNUSED = -1;
    /// Numbers that one forest learns from at most; of larger tables it takes some rows.
    private static final long VALUES_MAX = 1L << 27;
    /// Numbers of all rows, which are in memory while trees grow.
    private static final long NUMBERS_MAX = 1L << 28;

    private final TreeGrower grower;
    private final Crew crew;
    private final Features features;
    private final int[] columns;
    private final TargetKind kind;
    private final int outputs;
    private final double[] targets;
    private final Listener listener;

    /// Told how many forests are grown, those that have not seen a part of their rows included. Called by any thread,
    /// one at a time.
    @FunctionalInterface
    public interface Listener {
        /// One more is.
        void grown(int forests, int of);
    }

    /// @param features whose encoder stays as it is from now on
    /// @param outputs classes, or 1
    /// @param targets by row of the table: 0 or 1, the index of a class, or the standardised number
    public TreeTraining(
            TreeGrower grower,
            Crew crew,
            Features features,
            TargetKind kind,
            int outputs,
            double[] targets,
            Listener listener) {
        this.grower = grower;
        this.crew = crew;
        this.features = features;
        this.columns = TreeColumns.of(features.encoders());
        this.kind = kind;
        this.outputs = outputs;
        this.targets = targets;
        this.listener = listener;
    }

    /// One forest for each growth, with its answers.
    ///
    /// @param training rows to learn from
    /// @param validation rows to stop by
    /// @param seed of the parts
    public List<FoldedForest> grow(List<TreeGrowth> growths, int[] training, int[] validation, long seed) {
        int count = growths.size();
        int[][] folds = new int[count][];
        for (int i = 0; i < count; i++) {
            folds[i] = folds(growths.get(i), training, seed);
        }
        TreeRows all = rows(training);
        TreeRows unseen = rows(validation);
        GrownTrees[] grown = new GrownTrees[count];
        Tally tally = new Tally(listener, count * (1 + FOLDS));
        crew.run(count, i -> {
            grown[i] = grower.growUntilBest(all.select(used(folds[i], UNUSED)), unseen, growths.get(i));
            tally.more();
        });
        Forest[] parts = new Forest[count * FOLDS];
        crew.run(parts.length, part -> {
            int i = part / FOLDS;
            TreeRows others = all.select(used(folds[i], part % FOLDS));
            parts[part] = grower.grow(others, growths.get(i), grown[i].rounds()).forest();
            tally.more();
        });
        FoldedForest[] folded = new FoldedForest[count];
        crew.run(count, i -> {
            Forest forest = grown[i].forest();
            List<Forest> own = Arrays.asList(parts).subList(i * FOLDS, (i + 1) * FOLDS);
            folded[i] = new FoldedForest(forest, grown[i].rounds(), answers(training, folds[i], own, forest));
        });
        return List.of(folded);
    }

    /// How many are grown.
    private static final class Tally {
        private final Listener listener;
        private final int all;
        private int grown;

        Tally(Listener listener, int all) {
            this.listener = listener;
            this.all = all;
        }

        synchronized void more() {
            grown++;
            listener.grown(grown, all);
        }
    }

    /// The part of each training row; none of a row that the forest does not learn from.
    private int[] folds(TreeGrowth growth, int[] training, long seed) {
        double most = (double) VALUES_MAX / ((double) training.length * columns.length);
        double share = Math.min(growth.rowShare(), most);
        int[] folds = new int[training.length];
        for (int i = 0; i < training.length; i++) {
            boolean isUsed = share >= 1 || new SeededNumbers(growth.seed(), training[i], 0x5EED).uniform() < share;
            long part = new SeededNumbers(seed, training[i], 0xF01D).nextLong();
            folds[i] = isUsed ? (int) Math.floorMod(part, (long) FOLDS) : UNUSED;
        }
        return folds;
    }

    /// The places of the rows in use but for one part.
    private static int[] used(int[] folds, int without) {
        return IntStream.range(0, folds.length)
                .filter(i -> folds[i] != UNUSED && folds[i] != without)
                .toArray();
    }

    private TreeRows rows(int[] rows) {
        if ((long) rows.length * columns.length > NUMBERS_MAX) {
            throw WitanException.invalidInput(
                    "trees are grown on at most %d numbers, rows times encoded columns: %d rows of %d; give fewer rows"
                            .formatted(NUMBERS_MAX, rows.length, columns.length));
        }
        float[] values = new float[rows.length * columns.length];
        float[] labels = new float[rows.length];
        float[] encoded = new float[features.dimensions()];
        for (int i = 0; i < rows.length; i++) {
            features.encode(rows[i], encoded);
            for (int column = 0; column < columns.length; column++) {
                values[i * columns.length + column] = encoded[columns[column]];
            }
            labels[i] = (float) targets[rows[i]];
        }
        return new TreeRows(kind, outputs, features.dimensions(), columns, values, labels);
    }

    /// What forests say of the training rows that they did not learn from, by row of the table.
    private float[] answers(int[] training, int[] folds, List<Forest> parts, Forest whole) {
        float[] answers = new float[targets.length * outputs];
        Arrays.fill(answers, Float.NaN);
        float[] encoded = new float[features.dimensions()];
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix input = FloatMatrix.allocate(arena, 1, features.dimensions());
            FloatMatrix output = FloatMatrix.allocate(arena, 1, outputs);
            for (int i = 0; i < training.length; i++) {
                features.encode(training[i], encoded);
                input.copyRowFrom(0, encoded, 0);
                Forest forest = folds[i] == UNUSED ? whole : parts.get(folds[i]);
                forest.answer(input, 0, 1, output, 0);
                output.copyRowTo(0, answers, training[i] * outputs);
            }
        }
        return answers;
    }
}
