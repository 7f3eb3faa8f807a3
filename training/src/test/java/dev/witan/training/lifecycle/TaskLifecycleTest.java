// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.kernels.Kernels;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.load.ForeignExperts;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.Rehearsal;
import dev.witan.model.load.ReleaseDraft;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.Evaluation;
import dev.witan.training.Presentation;
import dev.witan.training.ProgressListener;
import dev.witan.training.Publication;
import dev.witan.training.SyntheticTables;
import dev.witan.training.TaskOptions;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.report.Quality;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Experts that several tasks share, and those of groups, come and go as far as masks let them.
class TaskLifecycleTest {
    private static final Kernels KERNELS = Kernels.choose();
    private static final int ROWS = 400;
    private static final String TASKS = "red,paid";

    private final Arena arena = Arena.ofShared();

    @TempDir
    private Path root;

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private static Table table(long seed) {
        SeededNumbers random = new SeededNumbers(seed);
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        String[] red = new String[ROWS];
        double[] paid = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            x[row] = random.normal();
            y[row] = random.normal();
            red[row] = x[row] > 0 ? "yes" : "no";
            paid[row] = row % 10 == 3 ? Double.NaN : 20 + 5 * (x[row] + y[row]) + random.normal();
        }
        return new Table(
                "t.csv",
                List.of(
                        new TableColumn.Numbers("x", x),
                        new TableColumn.Numbers("y", y),
                        new TableColumn.Texts("red", red),
                        new TableColumn.Numbers("paid", paid)));
    }

    private LoadedMixture published(Table table, TrainingOptionsBuilder options) {
        new Publication(KERNELS)
                .publish(
                        Trainer.train(table, options.threads(2).build(), ProgressListener.none(), KERNELS),
                        folder(),
                        Presentation.of(""),
                        Instant.EPOCH);
        return new ReleaseLoader(KERNELS).load(folder());
    }

    private MixtureFolder folder() {
        return new MixtureRepository(root).locate("mine");
    }

    private Rehearsal rehearse(Edit edit) {
        MixtureConfig config = new MixtureConfig("mine", "", edit.spec());
        return ReleaseDraft.of(folder(), config, edit.brought(), arena).rehearse(KERNELS, ForeignExperts.NONE);
    }

    private LoadedMixture withTasks() {
        return published(
                table(4),
                TrainingOptions.predict(TASKS)
                        .experts(3)
                        .epochs(6)
                        .tasks(new TaskOptions(List.of(0.5), Map.of(), 1, 8)));
    }

    @Test
    void theWorthOfAnExpertIsToldByTaskAndOverall() {
        try (LoadedMixture loaded = withTasks()) {
            Table other = table(5);
            List<ExpertWorth> worths = ExpertSurvey.of(loaded.mixture(), other, Optional.of(TASKS));
            assertThat(worths).hasSize(5);
            for (ExpertWorth worth : worths) {
                assertThat(worth.tasks()).extracting(ExpertWorth.OfTask::task).containsExactly("red", "paid");
                double sum = worth.tasks().stream()
                        .mapToDouble(task -> task.rows() * task.saliency())
                        .sum();
                assertThat(worth.rows() * worth.saliency()).isCloseTo(sum, Offset.offset(1e-6 * sum));
                assertThat(worth.without()).isPresent();
            }
            ExpertWorth own = worths.get(3);
            assertThat(own.tasks().getFirst().rows()).isEqualTo(ROWS);
            assertThat(own.tasks().getLast().rows()).isZero();
            assertThat(own.share()).isEqualTo(0.5);
        }
    }

    @Test
    void aMaskedExpertOfTasksIsMeasuredBeforeAndAfterAndComesBack() {
        try (LoadedMixture loaded = withTasks()) {
            MixtureSpec spec = loaded.configuration().spec();
            Table other = table(5);
            HeldOut heldOut = HeldOut.of(arena, loaded.mixture(), other, TASKS, 1);
            float[] before = heldOut.answers(loaded.mixture());
            assertThat(heldOut.quality(before)).isEqualTo(Evaluation.measure(loaded.mixture(), other, TASKS, 1));

            Edit masked = new ExpertEdits(loaded.mixture(), spec).mask(List.of("expert-1", "task-0-expert-0"));
            assertThat(masked.spec().routing().fanOut()).isEqualTo(3);
            try (Rehearsal rehearsal = rehearse(masked)) {
                float[] after = heldOut.answers(rehearsal.mixture());
                assertThat(((Quality.Tasks) heldOut.quality(after)).tasks()).containsOnlyKeys("red", "paid");
                assertThat(after).isNotEqualTo(before);
                assertThat(heldOut.cohorts(loaded.mixture(), before, after))
                        .anyMatch(cohort -> cohort.column().equals("red") && cohort.rise() != 0);
                Edit restored = new ExpertEdits(rehearsal.mixture(), masked.spec())
                        .restore(List.of("task-0-expert-0", "expert-1"));
                assertThat(restored.spec()).isEqualTo(spec);
            }
        }
    }

    @Test
    void expertsOfGroupsAreMaskedAsLongAsRowsFindEnough() {
        TrainingOptionsBuilder options = TrainingOptions.predict("target")
                .experts(6)
                .fanOut(2)
                .groups(2)
                .groupsChosen(2)
                .epochs(3);
        try (LoadedMixture loaded = published(SyntheticTables.binary(1, 300), options)) {
            MixtureSpec spec = loaded.configuration().spec();
            ExpertEdits edits = new ExpertEdits(loaded.mixture(), spec);
            Edit masked = edits.mask(List.of("expert-0", "expert-2", "expert-5"));
            Table other = SyntheticTables.binary(2, 200);
            try (Rehearsal rehearsal = rehearse(masked)) {
                List<ExpertWorth> worths = ExpertSurvey.of(rehearsal.mixture(), other, Optional.of("target"));
                for (int i = 0; i < worths.size(); i++) {
                    boolean isMasked = masked.spec().experts().get(i).traits().role() == Role.MASKED;
                    assertThat(worths.get(i).rows() == 0 || !isMasked).isTrue();
                }
                assertThat(worths.stream().mapToInt(ExpertWorth::rows).sum()).isEqualTo(2 * other.rows());
            }
            Edit tooMany = edits.mask(List.of("expert-0", "expert-1", "expert-2"));
            assertThatThrownBy(() -> rehearse(tooMany))
                    .hasMessageContaining("must leave 1 of each of the gate's groups unmasked");
        }
    }
}
