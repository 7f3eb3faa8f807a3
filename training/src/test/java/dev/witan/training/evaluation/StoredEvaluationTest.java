// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.training.Evaluation;
import dev.witan.training.ProgressListener;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingOptions;
import dev.witan.training.data.OnBadRow;
import dev.witan.training.data.ReadProgress;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableOptions;
import dev.witan.training.data.TableReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables that are kept in files.
class StoredEvaluationTest {
    private static final int ROWS = 40_000;

    @TempDir
    private Path folder;

    private final Kernels kernels = Kernels.available().getFirst();

    private Path csv(String name, int rows, String last) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("x,group,day,label\n");
        for (int row = 0; row < rows; row++) {
            double x = random.nextDouble(-3, 3);
            String label = row == rows - 1 ? last : x + random.nextGaussian() > 0 ? "yes" : "no";
            csv.append(String.format(
                    Locale.ROOT,
                    "%.3f,%s,2026-01-%02d,%s%n",
                    x,
                    row % 7 == 0 ? "" : "g" + row % 3,
                    1 + row % 28,
                    label));
        }
        return Files.writeString(folder.resolve(name), csv);
    }

    private Table read(Path file, Mixture mixture, int rowsMax) {
        TableLimits usual = TableLimits.defaults();
        TableLimits limits = new TableLimits(
                usual.fileBytesMax(), rowsMax, usual.columnsMax(), usual.nameLengthMax(), usual.valueLengthMax());
        return new TableReader(limits)
                .read(
                        file,
                        new TableOptions(
                                Evaluation.schema(mixture, "label"),
                                Map.of(),
                                OnBadRow.FAIL,
                                Optional.of(folder),
                                ReadProgress.none()));
    }

    private Mixture mixture(Arena arena) throws IOException {
        Table table = new TableReader(TableLimits.defaults()).read(csv("train.csv", 200, "no"));
        TrainingOptions options =
                TrainingOptions.predict("label").experts(3).epochs(1).threads(1).build();
        return Trainer.train(table, options, ProgressListener.none(), kernels)
                .mixture("made", 1, "digest", kernels, arena);
    }

    @Test
    void figuresAreThoseOfTheSameTableInMemory() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = mixture(arena);
            Path file = csv("test.csv", ROWS, "no");
            EvaluationOptions options =
                    new EvaluationOptions("label", EvaluationOptions.Depth.EXPERTS, List.of("group", "day"), 1);
            Table stored = read(file, mixture, 1_000);
            assertThat(stored.isStored()).isTrue();
            List<Long> told = new ArrayList<>();
            try (Evaluator evaluator = new Evaluator(mixture, options)) {
                evaluator.add(stored, (step, total, _) -> {
                    assertThat(total).isEqualTo(ROWS);
                    told.add(step);
                });
                TaskFigures inFiles = evaluator.figures().tasks().getFirst();
                TaskFigures inMemory = Evaluator.measure(mixture, read(file, mixture, 100_000), options)
                        .tasks()
                        .getFirst();
                assertThat(inFiles.measures()).isEqualTo(inMemory.measures());
                assertThat(inFiles.experts()).isEqualTo(inMemory.experts());
                assertThat(inFiles.patterns()).isEqualTo(inMemory.patterns());
                assertThat(inFiles.cohorts()).isEqualTo(inMemory.cohorts());
                assertThat(inFiles.labels()).isEqualTo(inMemory.labels());
            }
            assertThat(told).isSorted().startsWith(0L).endsWith((long) ROWS);
        }
    }

    @Test
    void aLabelThatIsNotKnownIsToldWithItsRow() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = mixture(arena);
            Table stored = read(csv("test.csv", ROWS, "maybe"), mixture, 1_000);
            EvaluationOptions options = new EvaluationOptions("label", EvaluationOptions.Depth.ANSWERS, List.of(), 1);
            assertThatThrownBy(() -> Evaluator.measure(mixture, stored, options))
                    .isInstanceOf(WitanException.class)
                    .hasMessageContaining("test.csv from row 32769 on")
                    .hasMessageContaining("a label must be one of [no, yes]: row 7232 is 'maybe'");
        }
    }
}
