// SPDX-License-Identifier: Apache-2.0
package dev.witan.model;

import dev.witan.engine.error.WitanException;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.problem.Problem;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentFile;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for everything that is wrong with a mixture on disk: `mixture.yaml`, every manifest, every file of every
/// release, and whether the release in force can be loaded. Reads only.
public final class MixtureValidator {
    private final MixtureConfigs configs;
    private final ReleaseLoader loader;

    public MixtureValidator(MixtureConfigs configs, ReleaseLoader loader) {
        this.configs = configs;
        this.loader = loader;
    }

    /// All problems, those of the configuration first; a mixture without an error among them can be served.
    public List<Problem> validate(MixtureFolder folder) {
        List<Problem> problems = new ArrayList<>();
        Optional<MixtureConfig> source = configs.read(folder.configurationFile(), problems);
        source.ifPresent(config -> compareName(folder, config, problems));
        checkFiles(folder, problems);
        Optional<ReleaseManifest> active = activeManifest(folder, problems);
        if (source.isPresent() && active.isPresent()) {
            compareSource(folder, source.get(), active.get(), problems);
        }
        return List.copyOf(problems);
    }

    private static void compareName(MixtureFolder folder, MixtureConfig config, List<Problem> problems) {
        if (!config.name().equals(folder.name())) {
            problems.add(Problem.notice(
                    folder.configurationFile().toString(),
                    "metadata.name is '%s'; the mixture is served as '%s', like its folder"
                            .formatted(config.name(), folder.name())));
        }
    }

    private static void checkFiles(MixtureFolder folder, List<Problem> problems) {
        Set<Path> checked = new HashSet<>();
        for (int release : attempt(problems, folder::releases).orElse(List.of())) {
            Optional<ReleaseManifest> manifest = attempt(problems, () -> folder.manifest(release));
            manifest.ifPresent(found -> {
                for (Component component : found.components()) {
                    checkComponent(folder, component, checked, problems);
                }
            });
        }
    }

    private static void checkComponent(
            MixtureFolder folder, Component component, Set<Path> checked, List<Problem> problems) {
        for (ComponentFile file : component.files()) {
            if (checked.add(folder.file(component, file.name()))) {
                try (Arena arena = Arena.ofConfined()) {
                    folder.map(component, file.name(), arena);
                } catch (WitanException e) {
                    problems.add(Problem.of(e));
                }
            }
        }
    }

    private Optional<ReleaseManifest> activeManifest(MixtureFolder folder, List<Problem> problems) {
        List<Problem> found = new ArrayList<>();
        Optional<ReleaseManifest> manifest = attempt(found, () -> {
            try (LoadedMixture loaded = loader.load(folder)) {
                tellUnrepeatable(folder, loaded, found);
                return loaded.manifest();
            }
        });
        found.stream().filter(problem -> !problems.contains(problem)).forEach(problems::add);
        return manifest;
    }

    private static void tellUnrepeatable(MixtureFolder folder, LoadedMixture loaded, List<Problem> found) {
        for (String part : loaded.mixture().layer().unrepeatable()) {
            found.add(Problem.notice(
                    folder.configurationFile().toString(),
                    part + " may give the same row other bits in another batch"));
        }
    }

    private static void compareSource(
            MixtureFolder folder, MixtureConfig source, ReleaseManifest active, List<Problem> problems) {
        if (!source.equals(active.configuration())) {
            problems.add(Problem.notice(
                    folder.configurationFile().toString(),
                    "differs from release %d, which stays in force until the next publication"
                            .formatted(active.release())));
        }
    }

    private static <T> Optional<T> attempt(List<Problem> problems, Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (WitanException e) {
            problems.add(Problem.of(e));
            return Optional.empty();
        }
    }

    private interface Reading<T> {
        T read();
    }
}
