// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.load.ForeignExperts;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.Rehearsal;
import dev.witan.model.load.ReleaseDraft;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.ExpertShape;
import dev.witan.training.Presentation;
import dev.witan.training.ProgressListener;
import dev.witan.training.Publication;
import dev.witan.training.SyntheticTables;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingOptions;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.report.Quality;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of a small release's experts, tried out in memory as a server would load them.
class LifecycleTest {
    private static final Kernels KERNELS = Kernels.choose();
    private static final Arena ARENA = Arena.ofShared();
    private static final Table HELD_OUT = SyntheticTables.binary(2, 1500);
    private static final TuningOptions QUICK = new TuningOptions(200, 0.005, 1);

    @TempDir
    private static Path root;

    private static MixtureFolder folder;
    private static LoadedMixture loaded;
    private static MixtureSpec spec;
    private static ExpertEdits edits;
    private static HeldOut heldOut;
    private static float[] before;

    @BeforeAll
    static void publish() {
        TrainingOptions options = TrainingOptions.predict("target")
                .shapes(
                        ExpertShape.network("a", 8),
                        ExpertShape.network("b", 8),
                        ExpertShape.network("c", 8),
                        ExpertShape.network("d", 8))
                .fanOut(2)
                .epochs(10)
                .build();
        folder = new MixtureRepository(root).locate("mine");
        new Publication(KERNELS)
                .publish(
                        Trainer.train(SyntheticTables.binary(1, 1500), options, ProgressListener.none(), KERNELS),
                        folder,
                        Presentation.of(""),
                        Instant.EPOCH);
        loaded = new ReleaseLoader(KERNELS).load(folder);
        spec = loaded.configuration().spec();
        edits = new ExpertEdits(loaded.mixture(), spec);
        heldOut = HeldOut.of(ARENA, loaded.mixture(), HELD_OUT, "target", 1);
        before = heldOut.answers(loaded.mixture());
    }

    @AfterAll
    static void release() {
        loaded.close();
        ARENA.close();
    }

    private static Rehearsal rehearse(Edit edit) {
        MixtureConfig config = new MixtureConfig("mine", "", edit.spec());
        return ReleaseDraft.of(folder, config, edit.brought(), ARENA).rehearse(KERNELS, ForeignExperts.NONE);
    }

    private static float[] answers(Edit edit) {
        try (Rehearsal rehearsal = rehearse(edit)) {
            return heldOut.answers(rehearsal.mixture());
        }
    }

    private static double auc(float[] answers) {
        return ((Quality.Binary) heldOut.quality(answers)).auc();
    }

    private static List<String> ids(MixtureSpec of) {
        return of.experts().stream().map(ExpertConfig::id).toList();
    }

    @Test
    void aMaskedExpertKeepsItsPlaceAndGetsNoRow() {
        Edit edit = edits.mask(List.of("b"));

        assertThat(ids(edit.spec())).containsExactly("a", "b", "c", "d");
        assertThat(edit.brought()).isEmpty();
        try (Rehearsal rehearsal = rehearse(edit)) {
            List<ExpertWorth> worth = ExpertSurvey.of(rehearsal.mixture(), HELD_OUT, Optional.of("target"));
            assertThat(worth)
                    .filteredOn(it -> it.rows() == 0)
                    .extracting(ExpertWorth::id)
                    .containsExactly("b");
            assertThat(worth.stream().mapToInt(ExpertWorth::rows).sum()).isEqualTo(2 * HELD_OUT.rows());
        }
    }

    @Test
    void aRestoredExpertAnswersAsBeforeItWasMasked() {
        Edit masked = edits.mask(List.of("b", "d"));
        ExpertEdits later = new ExpertEdits(loaded.mixture(), masked.spec());

        Edit restored = later.restore(List.of("d", "b"));

        assertThat(restored.spec()).isEqualTo(spec);
        assertThat(restored.brought()).isEmpty();
        assertThat(answers(restored)).isEqualTo(before);
        assertThatThrownBy(() -> later.restore(List.of("a")))
                .hasMessage("'a' is not masked, so there is nothing to restore (masked: b, d)");
        assertThatThrownBy(() -> edits.restore(List.of("x"))).hasMessageContaining("has no expert 'x'");
    }

    @Test
    void theSurveyForetellsWhatAMaskDoes() {
        List<ExpertWorth> worth = ExpertSurvey.of(loaded.mixture(), HELD_OUT, Optional.of("target"));
        for (ExpertWorth expert : worth) {
            Quality without = heldOut.quality(answers(edits.mask(List.of(expert.id()))));
            assertThat(expert.without()).contains(without);
            assertThat(expert.saliency()).isPositive();
        }
        assertThat(ExpertSurvey.of(loaded.mixture(), HELD_OUT, Optional.empty()))
                .allMatch(expert -> expert.alone().isEmpty() && expert.without().isEmpty());
    }

    @Test
    void anExpertThatWasMaskedCanBeRemovedAndAnswersStayTheSameToTheBit() {
        MixtureSpec masked = edits.mask(List.of("b")).spec();
        Edit removed = new ExpertEdits(loaded.mixture(), masked).remove(List.of());

        assertThat(ids(removed.spec())).containsExactly("a", "c", "d");
        assertThat(answers(removed)).isEqualTo(answers(edits.mask(List.of("b"))));
    }

    @Test
    void prunesNoMoreThanTheFanOutLeaves() {
        assertThatThrownBy(() -> edits.mask(List.of("a", "b", "c")))
                .hasMessage("2 experts must stay, since a row goes to as many (spec.routing.fanOut): 1 would be left");
        assertThatThrownBy(() -> edits.mask(List.of("aa")))
                .hasMessage("mixture 'mine' has no expert 'aa'; did you mean 'a'? (experts: a, b, c, d)");
        assertThatThrownBy(() -> edits.remove(List.of("b")))
                .hasMessage("'b' must be masked before it is removed: prune it without --remove first");
        assertThatThrownBy(() -> edits.remove(List.of()))
                .hasMessage("no expert is masked: `witan expert prune` masks one first");
    }

    @Test
    void aNewExpertChangesNoAnswerUntilItIsTaught() {
        Edit added = edits.add("e", List.of(8), Activation.GELU, 1);
        assertThat(ids(added.spec())).containsExactly("a", "b", "c", "d", "e");
        assertThat(answers(added)).isEqualTo(before);

        try (Rehearsal untaught = rehearse(added)) {
            HeldOut rows = HeldOut.of(ARENA, loaded.mixture(), SyntheticTables.binary(3, 2000), "target", 1);
            Edit taught =
                    ExpertTuning.settle(untaught.mixture(), added.spec(), "e", rows, QUICK, ProgressListener.none());
            assertThat(taught.brought()).containsOnlyKeys(ComponentName.GATE, ComponentName.expert("e"));
            try (Rehearsal rehearsal = rehearse(taught)) {
                assertThat(auc(heldOut.answers(rehearsal.mixture()))).isGreaterThan(auc(before) - 0.02);
                ExpertWorth worth = ExpertSurvey.of(rehearsal.mixture(), HELD_OUT, Optional.empty())
                        .getLast();
                assertThat(worth.share()).isCloseTo(0.4, within(0.1));
            }
        }
    }

    @Test
    void aCopyAnswersAlmostAsItsOriginal() {
        Edit copied = edits.copy("c", "c2", 0.01, 1);
        try (Rehearsal rehearsal = rehearse(copied)) {
            List<ExpertWorth> worth = ExpertSurvey.of(rehearsal.mixture(), HELD_OUT, Optional.of("target"));
            double original = ((Quality.Binary) worth.get(2).alone().orElseThrow()).auc();
            double copy = ((Quality.Binary) worth.get(4).alone().orElseThrow()).auc();
            assertThat(copy).isNotEqualTo(original).isCloseTo(original, within(0.02));
            assertThat(worth.get(4).rows()).isZero();
        }
        assertThatThrownBy(() -> edits.copy("c", "d", 0.01, 1))
                .hasMessage("'d' is an expert already: give the new one another id");
    }

    @Test
    void retrainingTouchesTheNamedExpertAloneAndHealsIt() {
        Edit noisy = edits.copy("c", "c2", 2, 1);
        Edit broken =
                new Edit(spec, Map.of(ComponentName.expert("c"), noisy.brought().get(ComponentName.expert("c2"))));
        double damaged = auc(answers(broken));
        assertThat(damaged).isLessThan(auc(before));
        HeldOut rows = HeldOut.of(ARENA, loaded.mixture(), SyntheticTables.binary(3, 2000), "target", 1);
        try (Rehearsal rehearsal = rehearse(broken)) {
            Edit healed =
                    ExpertTuning.retrain(rehearsal.mixture(), spec, List.of("c"), rows, QUICK, ProgressListener.none());
            assertThat(healed.brought()).containsOnlyKeys(ComponentName.expert("c"));
            assertThat(auc(answers(healed))).isGreaterThan((2 * damaged + auc(before)) / 3);
        }
    }

    @Test
    void groupsThatFareWorseAreNamed() {
        float[] after = before.clone();
        List<CohortLoss> same = heldOut.cohorts(loaded.mixture(), before, after);
        assertThat(same).noneMatch(CohortLoss::isHurt);
        TableColumn.Texts groups = (TableColumn.Texts) HELD_OUT.require("group");
        for (int row = 0; row < after.length; row++) {
            boolean isHit = "group-1".equals(groups.value(row));
            after[row] = isHit ? -after[row] : after[row];
        }
        CohortLoss worst = heldOut.cohorts(loaded.mixture(), before, after).getFirst();
        assertThat(worst.column() + "=" + worst.value()).isEqualTo("group=group-1");
        assertThat(worst.isHurt()).isTrue();
    }

    @Test
    void rolesAreWhatTheyWereForAllOthers() {
        assertThat(edits.mask(List.of("b")).spec().experts())
                .extracting(expert -> expert.traits().role())
                .containsExactly(Role.SCORED, Role.MASKED, Role.SCORED, Role.SCORED);
    }
}
