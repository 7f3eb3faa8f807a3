// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.Rehearsal;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.TreeOrigin;
import dev.witan.training.lifecycle.CohortLoss;
import dev.witan.training.lifecycle.Edit;
import dev.witan.training.lifecycle.ExpertEdits;
import dev.witan.training.lifecycle.HeldOut;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What the commands have in common that change a mixture's experts: the change is tried out in memory, measured on
/// rows with labels before and after, and published as the next release.
abstract class ExpertChange implements Callable<Integer> {
    private static final int COHORTS_SHOWN = 8;

    final Console console;

    @Parameters(index = "0", paramLabel = "MIXTURE", description = "The mixture.")
    private String name;

    @Mixin
    TableOptions rows;

    @Mixin
    private RepositoryOption repository;

    ExpertChange(Console console) {
        this.console = console;
    }

    /// What a change may need to know.
    ///
    /// @param edits of the release in force
    /// @param heldOut the rows of `--data`
    /// @param trees what is known of those among the experts
    record Scene(
            LoadedMixture loaded,
            NextRelease next,
            ExpertKinds kinds,
            ExpertEdits edits,
            HeldOut heldOut,
            TreeOrigin trees,
            Arena arena) {}

    /// Makes the change.
    abstract Edit edit(Scene scene);

    /// In a few words, for the release's note.
    abstract String note();

    @Override
    public Integer call() {
        MixtureFolder folder = repository.open().find(name);
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded = kinds.loader(Kernels.choose()).load(folder);
                Arena arena = Arena.ofShared()) {
            NextRelease next = NextRelease.after(folder, loaded);
            DataTable data = DataTable.read(console, rows.data, loaded, rows.target(), rows.sample, rows.seed);
            HeldOut heldOut = HeldOut.of(
                    arena,
                    loaded.mixture(),
                    data.table(),
                    data.requireTarget(loaded, "measure quality before and after"),
                    rows.threads);
            ExpertEdits edits = new ExpertEdits(loaded.mixture(), next.spec());
            Edit edit = edit(
                    new Scene(loaded, next, kinds, edits, heldOut, TreeOrigin.of(folder, loaded.manifest()), arena));
            try (Rehearsal after = next.rehearse(kinds, edit.spec(), edit.brought())) {
                tell(loaded, after, heldOut);
            }
            publish(folder, next, edit);
        }
        return 0;
    }

    private void tell(LoadedMixture loaded, Rehearsal rehearsal, HeldOut heldOut) {
        float[] before = heldOut.answers(loaded.mixture());
        float[] after = heldOut.answers(rehearsal.mixture());
        TextTable table = new TextTable();
        table.row(heldOut.count() + " rows", "before", "after");
        DistillText.quality(table, Optional.of(heldOut.quality(before)), Optional.of(heldOut.quality(after)));
        console.print(table.toString());
        List<CohortLoss> hurt = heldOut.cohorts(loaded.mixture(), before, after).stream()
                .filter(CohortLoss::isHurt)
                .toList();
        for (CohortLoss cohort : hurt.subList(0, Math.min(COHORTS_SHOWN, hurt.size()))) {
            console.print(String.format(
                    Locale.ROOT,
                    "warning: the %d rows with %s '%s' fare worse: loss %.4f -> %.4f (%+.0f %%)",
                    cohort.rows(),
                    cohort.column(),
                    cohort.value(),
                    cohort.before(),
                    cohort.after(),
                    100 * cohort.rise()));
        }
        if (hurt.size() > COHORTS_SHOWN) {
            console.print("warning: and %d more groups of rows".formatted(hurt.size() - COHORTS_SHOWN));
        }
    }

    private void publish(MixtureFolder folder, NextRelease next, Edit edit) {
        if (rows.isRehearsal) {
            console.print("%s: nothing was published (--dry-run)".formatted(folder.name()));
            return;
        }
        if (next.isSame(edit.spec(), edit.brought())) {
            console.print("%s: nothing became better, so nothing was published".formatted(folder.name()));
            return;
        }
        ReleaseManifest manifest = next.publish(edit.spec(), edit.brought(), "witan expert", note(), Map.of());
        console.print("published as release %d of %s: %s".formatted(manifest.release(), folder.name(), note()));
    }
}
