// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.storage.Content;
import dev.witan.model.storage.DiskStorage;
import dev.witan.model.storage.SafeWriter;
import dev.witan.model.storage.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Turns components and a configuration into the next release of a mixture and puts it in force.
///
/// The order makes it safe to die at any moment: components first, each put in place whole; then the manifest; then
/// `mixture.yaml`, where a command and no person wrote it; then `ACTIVE`. Until the last step the release before stays
/// in force, and whatever a dead publisher left behind is either a whole version that nobody names or a file set aside
/// that the next publisher overwrites. A release is never in force while an older `mixture.yaml` waits to undo it.
public final class ReleasePublisher {
    /// How many releases back a component of equal content is looked for.
    static final int REUSE_RELEASES_MAX = 100;

    private final SafeWriter writer;
    private final Storage storage;

    public ReleasePublisher() {
        this(new DiskStorage());
    }

    ReleasePublisher(Storage storage) {
        this.storage = storage;
        this.writer = new SafeWriter(storage);
    }

    /// Writes `mixture.yaml`, replacing the one that is there.
    public void writeConfiguration(MixtureFolder folder, MixtureConfig configuration) {
        try {
            putConfiguration(folder, configuration);
        } catch (IOException e) {
            throw failed("%s: cannot be written: %s".formatted(folder.configurationFile(), e), e);
        }
    }

    private void putConfiguration(MixtureFolder folder, MixtureConfig configuration) throws IOException {
        writer.write(folder.configurationFile(), Content.text(MixtureConfigs.toYaml(configuration)));
    }

    /// Publishes release n + 1 and returns its manifest.
    public ReleaseManifest publish(
            MixtureFolder folder,
            MixtureConfig configuration,
            Map<ComponentName, ComponentContent> contents,
            Provenance provenance) {
        return publish(folder, configuration, contents, provenance, () -> {}, () -> {});
    }

    /// Publishes release n + 1 together with the `mixture.yaml` that it was made of, which replaces the one that is
    /// there.
    public ReleaseManifest publishWithSource(
            MixtureFolder folder,
            MixtureConfig configuration,
            Map<ComponentName, ComponentContent> contents,
            Provenance provenance) {
        return publish(
                folder, configuration, contents, provenance, () -> {}, () -> putConfiguration(folder, configuration));
    }

    /// Publishes release n + 1 of what was made of the release in force, and refuses if another one has come into
    /// force since.
    ///
    /// @param before the number of the release in force when the contents were made; empty if there was none
    public ReleaseManifest publishAfter(
            OptionalInt before,
            MixtureFolder folder,
            MixtureConfig configuration,
            Map<ComponentName, ComponentContent> contents,
            Provenance provenance) {
        return publish(folder, configuration, contents, provenance, () -> requireInForce(folder, before), () -> {});
    }

    /// Publishes release n + 1 together with the `mixture.yaml` that it was made of, and refuses if another release
    /// has come into force since, or somebody has edited the file.
    ///
    /// @param before the number of the release in force when the contents were made; empty if there was none
    /// @param source what `mixture.yaml` said then
    public ReleaseManifest publishEditAfter(
            OptionalInt before,
            MixtureConfig source,
            MixtureFolder folder,
            MixtureConfig configuration,
            Map<ComponentName, ComponentContent> contents,
            Provenance provenance) {
        Runnable check = () -> {
            requireInForce(folder, before);
            requireUnedited(folder, source);
        };
        return publish(
                folder, configuration, contents, provenance, check, () -> putConfiguration(folder, configuration));
    }

    private static void requireUnedited(MixtureFolder folder, MixtureConfig source) {
        if (!new MixtureConfigs().read(folder.configurationFile()).equals(source)) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "%s: was edited meanwhile; try again".formatted(folder.configurationFile()));
        }
    }

    private static void requireInForce(MixtureFolder folder, OptionalInt before) {
        OptionalInt active = folder.activeRelease();
        if (!active.equals(before)) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "%s: another release came into force meanwhile, %d; try again"
                            .formatted(folder.path(), active.orElse(0)));
        }
    }

    private ReleaseManifest publish(
            MixtureFolder folder,
            MixtureConfig configuration,
            Map<ComponentName, ComponentContent> contents,
            Provenance provenance,
            Runnable check,
            Step beforeActive) {
        try {
            storage.createDirectories(folder.path());
            try (PublicationLock _ = PublicationLock.take(folder.path())) {
                check.run();
                List<Component> components = putComponents(folder, contents);
                ReleaseManifest manifest =
                        new ReleaseManifest(folder.name(), nextRelease(folder), provenance, components, configuration);
                writer.write(folder.manifestFile(manifest.release()), Content.text(ManifestFormat.write(manifest)));
                beforeActive.run();
                writer.write(folder.activeFile(), Content.text(manifest.release() + "\n"));
                return manifest;
            }
        } catch (IOException e) {
            throw failed("%s: cannot publish, the release before stays in force: %s".formatted(folder.path(), e), e);
        }
    }

    private static int nextRelease(MixtureFolder folder) {
        List<Integer> releases = folder.releases();
        int highest = releases.isEmpty() ? 0 : releases.getLast();
        return highest + 1;
    }

    private List<Component> putComponents(MixtureFolder folder, Map<ComponentName, ComponentContent> contents)
            throws IOException {
        Map<String, Component> known = knownComponents(folder);
        List<Component> components = new ArrayList<>();
        for (Map.Entry<ComponentName, ComponentContent> entry : contents.entrySet()) {
            components.add(putComponent(folder, entry.getKey(), entry.getValue(), known));
        }
        return components;
    }

    private Component putComponent(
            MixtureFolder folder, ComponentName name, ComponentContent content, Map<String, Component> known)
            throws IOException {
        List<Integer> versions = folder.versions(name);
        Component component = content.as(name, versions.isEmpty() ? 1 : versions.getLast() + 1);
        Optional<Component> reusable =
                Optional.ofNullable(known.get(key(component))).filter(candidate -> isIntact(folder, candidate));
        if (reusable.isPresent()) {
            return reusable.get();
        }
        Path version = folder.path().resolve(name.path()).resolve(Integer.toString(component.version()));
        Map<Path, Content> files = new HashMap<>();
        content.files().forEach((file, bytes) -> files.put(Path.of(content.encoding(), file), bytes));
        writer.writeDirectory(version, files);
        return component;
    }

    /// The components of earlier releases, the newest first where several are equal. A release whose manifest is
    /// damaged offers none: publishing anew is the way to mend a mixture.
    private static Map<String, Component> knownComponents(MixtureFolder folder) {
        Map<String, Component> known = new HashMap<>();
        List<Integer> newestFirst = folder.releases().reversed();
        for (int release : newestFirst.subList(0, Math.min(REUSE_RELEASES_MAX, newestFirst.size()))) {
            readable(folder, release)
                    .ifPresent(manifest ->
                            manifest.components().forEach(component -> known.putIfAbsent(key(component), component)));
        }
        return known;
    }

    private static Optional<ReleaseManifest> readable(MixtureFolder folder, int release) {
        try {
            return Optional.of(folder.manifest(release));
        } catch (WitanException _) {
            return Optional.empty();
        }
    }

    private static boolean isIntact(MixtureFolder folder, Component component) {
        try (Arena arena = Arena.ofConfined()) {
            component.files().forEach(file -> folder.map(component, file.name(), arena));
            return true;
        } catch (WitanException _) {
            return false;
        }
    }

    private static String key(Component component) {
        return component.name() + " " + component.digest();
    }

    /// What is done on disk between the manifest and `ACTIVE`.
    private interface Step {
        void run() throws IOException;
    }

    private static WitanException failed(String message, IOException e) {
        return new WitanException(ErrorCode.INTERNAL, message, e);
    }
}
