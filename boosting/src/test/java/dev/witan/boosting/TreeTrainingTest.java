// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TargetKind;
import dev.witan.training.features.Features;
import dev.witan.training.step.Crew;
import dev.witan.training.trees.FoldedForest;
import dev.witan.training.trees.TreeGrowth;
import dev.witan.training.trees.TreeTraining;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeTrainingTest {
    private static final int ROWS = 1000;
    private static final int TRAINING = 800;

    /// Labels that nothing tells: whoever finds them out has learned them by heart.
    private final double[] labels =
            new SplittableRandom(1).ints(ROWS, 0, 2).asDoubleStream().toArray();

    private final Features features = features();

    private static Features features() {
        SplittableRandom random = new SplittableRandom(2);
        List<TableColumn> columns = IntStream.range(0, 3)
                .<TableColumn>mapToObj(i ->
                        new TableColumn.Numbers("x" + i, random.doubles(ROWS).toArray()))
                .toList();
        return new Features(
                new TableEncoder(columns.stream()
                        .<ColumnEncoder>map(column -> new NumericEncoder(column.name(), 0.5, 0.3, new double[0]))
                        .toList()),
                columns);
    }

    private final List<String> heard = new ArrayList<>();
    private final TreeTraining.Listener told = (forests, of) -> heard.add(forests + " of " + of);

    private List<FoldedForest> grow(int threads) {
        // It stops by the rows that it knows: as late as can be.
        int[] rows = IntStream.range(0, TRAINING).toArray();
        try (Crew crew = new Crew(threads)) {
            return new TreeTraining(new LightGbmGrower(), crew, features, TargetKind.BINARY, 1, labels, told)
                    .grow(List.of(new TreeGrowth(16, 0.1, 5, 1, 1, 60, 3)), rows, rows, 4);
        }
    }

    /// How often the sign of an answer is right, by the forest itself and from memory.
    private double right(FoldedForest forest, boolean isFromMemory) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix row = FloatMatrix.allocate(arena, 1, features.dimensions());
            FloatMatrix answer = FloatMatrix.allocate(arena, 1, 1);
            float[] values = new float[features.dimensions()];
            int right = 0;
            for (int i = 0; i < TRAINING; i++) {
                features.encode(i, values);
                row.copyRowFrom(0, values, 0);
                forest.forest().answer(row, 0, 1, answer, 0);
                if (isFromMemory) {
                    assertThat(forest.recall(i, answer, 0)).isTrue();
                }
                right += (answer.get(0, 0) > 0) == (labels[i] > 0) ? 1 : 0;
            }
            return (double) right / TRAINING;
        }
    }

    @Test
    void recallsWhatForestsSayOfRowsThatTheyDidNotLearnFrom() {
        FoldedForest forest = grow(1).getFirst();
        assertThat(heard).containsExactly("1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5");
        assertThat(right(forest, false)).isGreaterThan(0.85);
        assertThat(right(forest, true)).isBetween(0.4, 0.6);
    }

    @Test
    void recallsNoRowThatIsNotForTraining() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix answer = FloatMatrix.allocate(arena, 1, 1);
            assertThat(grow(1).getFirst().recall(TRAINING, answer, 0)).isFalse();
        }
    }

    @Test
    void growsEquallyOnAnyNumberOfThreads() {
        FoldedForest one = grow(1).getFirst();
        FoldedForest two = grow(2).getFirst();
        assertThat(two.forest().leaves()).containsExactly(one.forest().leaves());
        assertThat(right(two, true)).isEqualTo(right(one, true));
    }
}
