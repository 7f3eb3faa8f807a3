// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ConfigChanges;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The next release of a mixture, as an edited configuration would make it: what fits is taken over from the release in
/// force, what does not must be brought. Nothing is written before [#publish]. Used by one thread, within the life of
/// the arena that it was made with.
public final class ReleaseDraft {
    private final MixtureFolder folder;
    private final MixtureConfig configuration;
    private final Optional<ReleaseManifest> before;
    private final DraftFiles files;

    private ReleaseDraft(
            MixtureFolder folder, MixtureConfig configuration, Optional<ReleaseManifest> before, DraftFiles files) {
        this.folder = folder;
        this.configuration = configuration;
        this.before = before;
        this.files = files;
    }

    /// The draft, or a refusal that names every component that must be brought.
    ///
    /// @param brought by component
    /// @param arena holds the files that are taken over
    public static ReleaseDraft of(
            MixtureFolder folder, MixtureConfig configuration, Map<ComponentName, Supply> brought, Arena arena) {
        Optional<ReleaseManifest> before =
                folder.activeRelease().isPresent() ? Optional.of(folder.activeManifest()) : Optional.empty();
        DraftFiles files = new DraftContents(folder, configuration, before, arena).files(brought);
        return new ReleaseDraft(folder, configuration, before, files);
    }

    /// Builds what is kept in files as a server would, and throws it away: refuses what could not be loaded.
    public void tryOut(ForeignExperts foreign) {
        try (Arena weights = Arena.ofShared()) {
            new ReleaseReader(files, configuration.spec(), weights, foreign).tryOut();
        } catch (IllegalArgumentException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION, "%s: %s".formatted(folder.configurationFile(), e.getMessage()), e);
        }
    }

    /// The mixture that it would be, in memory, as a server would load it: to be measured before anybody publishes it.
    public Rehearsal rehearse(Kernels kernels, ForeignExperts foreign) {
        Arena weights = Arena.ofShared();
        boolean isWhole = false;
        try {
            Rehearsal rehearsal = new Rehearsal(
                    new ReleaseReader(files, configuration.spec(), weights, foreign)
                            .mixture(kernels, folder.name(), before().orElse(0) + 1, "unpublished"),
                    weights);
            isWhole = true;
            return rehearsal;
        } catch (IllegalArgumentException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION, "%s: %s".formatted(folder.configurationFile(), e.getMessage()), e);
        } finally {
            if (!isWhole) {
                weights.close();
            }
        }
    }

    /// What it changes, a line each; nothing where it equals the release in force.
    public List<String> changes() {
        List<String> changes =
                new ArrayList<>(before.map(manifest -> ConfigChanges.between(manifest.configuration(), configuration))
                        .orElseGet(List::of));
        for (ComponentName name :
                files.contents().keySet().stream().sorted(ComponentName.ORDER).toList()) {
            String digest = files.digest(name);
            Optional<String> old =
                    before.flatMap(manifest -> manifest.find(name)).map(component -> component.digest());
            if (!old.equals(Optional.of(digest))) {
                String source = Optional.ofNullable(files.brought().get(name))
                        .map(Supply::source)
                        .orElse("kept");
                changes.add("%s %s: %s".formatted(old.isPresent() ? "~" : "+", name, source));
            }
        }
        return List.copyOf(changes);
    }

    /// The release that it would replace.
    public OptionalInt before() {
        return before.map(manifest -> OptionalInt.of(manifest.release())).orElseGet(OptionalInt::empty);
    }

    /// Publishes it and puts it in force, unless another release came into force meanwhile.
    public ReleaseManifest publish(ReleasePublisher publisher, Provenance provenance) {
        return publisher.publishAfter(before(), folder, configuration, files.contents(), provenance);
    }

    /// Publishes it with its `mixture.yaml` and puts it in force, unless another release came into force meanwhile or
    /// somebody edited the file.
    ///
    /// @param source what `mixture.yaml` said when the draft was made
    public ReleaseManifest publishEdit(ReleasePublisher publisher, MixtureConfig source, Provenance provenance) {
        return publisher.publishEditAfter(before(), source, folder, configuration, files.contents(), provenance);
    }
}
