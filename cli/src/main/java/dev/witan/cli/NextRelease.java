// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.Rehearsal;
import dev.witan.model.load.ReleaseDraft;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.Map;

/// The release that a command makes of the one in force: some components exchanged, everything else taken over. The
/// release before stays as it is.
final class NextRelease {
    private final MixtureFolder folder;
    private final MixtureConfig before;

    private NextRelease(MixtureFolder folder, MixtureConfig before) {
        this.folder = folder;
        this.before = before;
    }

    /// Refuses a mixture whose `mixture.yaml` was edited and not published: the edits would be lost.
    static NextRelease after(MixtureFolder folder, LoadedMixture loaded) {
        MixtureConfig before = loaded.configuration();
        if (!new MixtureConfigs().read(folder.configurationFile()).equals(before)) {
            throw WitanException.invalidInput(
                    "%s differs from the release in force: publish it first".formatted(folder.configurationFile()));
        }
        return new NextRelease(folder, before);
    }

    MixtureSpec spec() {
        return before.spec();
    }

    /// The release in memory, as a server would load it.
    Rehearsal rehearse(ExpertKinds kinds, MixtureSpec spec, Map<ComponentName, Supply> brought) {
        try (Arena arena = Arena.ofShared()) {
            return draft(spec, brought, arena).rehearse(Kernels.choose(), kinds);
        }
    }

    /// Whether it would be the release in force once more.
    boolean isSame(MixtureSpec spec, Map<ComponentName, Supply> brought) {
        try (Arena arena = Arena.ofShared()) {
            return draft(spec, brought, arena).changes().isEmpty();
        }
    }

    /// Writes its `mixture.yaml`, publishes it and puts it in force, unless somebody else changed either meanwhile.
    ///
    /// @param command that made it
    /// @param note why
    ReleaseManifest publish(
            MixtureSpec spec,
            Map<ComponentName, Supply> brought,
            String command,
            String note,
            Map<String, String> facts) {
        try (Arena arena = Arena.ofShared()) {
            return draft(spec, brought, arena)
                    .publishEdit(new ReleasePublisher(), before, new Provenance(Instant.now(), command, note, facts));
        }
    }

    private ReleaseDraft draft(MixtureSpec spec, Map<ComponentName, Supply> brought, Arena arena) {
        return ReleaseDraft.of(folder, with(spec), brought, arena);
    }

    private MixtureConfig with(MixtureSpec spec) {
        return new MixtureConfig(before.name(), before.description(), spec);
    }
}
