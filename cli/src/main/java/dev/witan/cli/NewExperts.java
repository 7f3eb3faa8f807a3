// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.model.load.Rehearsal;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.training.lifecycle.Edit;
import dev.witan.training.lifecycle.ExpertTuning;
import java.util.HashMap;
import java.util.Map;

/// Teaches an expert that was put into a mixture, and the gate when to choose it.
final class NewExperts {
    private NewExperts() {}

    /// The change with the taught expert in place of the untaught one.
    static Edit taught(
            ExpertChange.Scene scene, Edit edit, String id, LearnOptions learn, TableOptions rows, Console console) {
        var from = learn.rows(console, scene, rows);
        try (Rehearsal untaught = scene.next().rehearse(scene.kinds(), edit.spec(), edit.brought());
                ProgressLine progress = new ProgressLine(console, "learn")) {
            Edit taught =
                    ExpertTuning.settle(untaught.mixture(), edit.spec(), id, from, learn.options(rows.seed), progress);
            Map<ComponentName, Supply> brought = new HashMap<>(edit.brought());
            brought.putAll(taught.brought());
            return new Edit(edit.spec(), brought);
        }
    }
}
