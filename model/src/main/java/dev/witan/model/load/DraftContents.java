// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.repository.ComponentFile;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.storage.Content;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides for each component of a draft whether it is brought, taken over or missing.
final class DraftContents {
    private final MixtureFolder folder;
    private final MixtureConfig configuration;
    private final Optional<ReleaseManifest> before;
    private final Arena arena;
    private final List<String> problems = new ArrayList<>();

    DraftContents(MixtureFolder folder, MixtureConfig configuration, Optional<ReleaseManifest> before, Arena arena) {
        this.folder = folder;
        this.configuration = configuration;
        this.before = before;
        this.arena = arena;
    }

    DraftFiles files(Map<ComponentName, Supply> brought) {
        Set<ComponentName> needed = ReleaseManifest.componentsOf(configuration);
        brought.keySet().stream()
                .filter(name -> !needed.contains(name))
                .forEach(name -> problems.add(useless(name, needed)));
        Map<ComponentName, ComponentContent> contents = new HashMap<>();
        for (ComponentName name : needed.stream().sorted(ComponentName.ORDER).toList()) {
            content(name, brought).ifPresent(content -> contents.put(name, content));
        }
        if (!problems.isEmpty()) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, String.join("\n", problems));
        }
        ComponentFiles kept = before.<ComponentFiles>map(manifest -> new FolderFiles(folder, manifest, arena))
                .orElseGet(NoFiles::new);
        return new DraftFiles(folder.name(), Map.copyOf(brought), Map.copyOf(contents), kept, isEncoderMade());
    }

    private Optional<ComponentContent> content(ComponentName name, Map<ComponentName, Supply> brought) {
        Supply supply = brought.get(name);
        if (supply != null && !name.equals(ComponentName.ENCODER)) {
            return Optional.of(new ComponentContent(encoding(name), Map.of(fileOf(name), Content.of(supply.bytes()))));
        }
        if (name.equals(ComponentName.ENCODER) && isEncoderMade()) {
            return Optional.of(EncoderFormat.ofPictures());
        }
        Optional<Component> old = before.flatMap(manifest -> manifest.find(name));
        String against = old.map(_ -> reasonAgainst(name)).orElse("there is none yet");
        if (old.isEmpty() || !against.isEmpty()) {
            problems.add("%s: must be brought, since %s: %s".formatted(name, against, howToBring(name)));
            return Optional.empty();
        }
        return old.map(this::takenOver);
    }

    /// Pictures are encoded as they are: there is nothing to learn, unless a number's scale is kept with them.
    private boolean isEncoderMade() {
        return configuration.spec().encoder() instanceof EncoderConfig.Table(var columns)
                && columns.stream().allMatch(column -> column instanceof EncodedColumn.Image)
                && !configuration.spec().head().hasScale();
    }

    private String reasonAgainst(ComponentName name) {
        return before.map(manifest ->
                        new ComponentFit(manifest.configuration().spec(), configuration.spec()).reasonAgainst(name))
                .orElse("");
    }

    private ComponentContent takenOver(Component component) {
        Map<String, Content> files = new HashMap<>();
        for (ComponentFile file : component.files()) {
            files.put(file.name(), Content.of(folder.map(component, file.name(), arena)));
        }
        return new ComponentContent(component.encoding(), files);
    }

    private String useless(ComponentName name, Set<ComponentName> needed) {
        boolean isThere = configuration.spec().experts().stream()
                .anyMatch(expert -> ComponentName.expert(expert.id()).equals(name));
        if (isThere) {
            return "%s: needs no file, since experts of its kind are not kept in releases".formatted(name);
        }
        List<String> known = needed.stream().map(ComponentName::path).toList();
        return "%s: must be a component of the mixture%s".formatted(name, Suggestion.hint(name.path(), known));
    }

    private String howToBring(ComponentName name) {
        if (name.equals(ComponentName.ENCODER) || name.equals(ComponentName.TOWERS)) {
            return "`witan train` makes one";
        }
        String option = name.path().startsWith("experts/")
                ? "--expert " + name.path().substring("experts/".length()) + "="
                : "--" + name + " ";
        return option + (fileOf(name).equals(PartNames.GRAPH) ? "FILE.onnx" : "FILE.safetensors");
    }

    /// What the one file of a component is called.
    private String fileOf(ComponentName name) {
        if (name.equals(ComponentName.TIERS)) {
            return PartNames.TIER_TENSORS;
        }
        if (name.equals(ComponentName.TOWERS)) {
            return PartNames.TOWER_TENSORS;
        }
        if (name.equals(ComponentName.GATE)) {
            boolean isGraph = configuration.spec().gate() instanceof GateConfig.Onnx;
            return isGraph ? PartNames.GRAPH : PartNames.GATE_TENSORS;
        }
        return isOnnx(name) ? PartNames.GRAPH : PartNames.EXPERT_TENSORS;
    }

    private boolean isOnnx(ComponentName name) {
        return configuration.spec().experts().stream()
                .filter(expert -> ComponentName.expert(expert.id()).equals(name))
                .anyMatch(expert -> expert instanceof ExpertConfig.Onnx);
    }

    private String encoding(ComponentName name) {
        if (name.equals(ComponentName.GATE) || name.equals(ComponentName.TIERS) || name.equals(ComponentName.TOWERS)) {
            return "";
        }
        return isOnnx(name) ? PartNames.GRAPH_ENCODING : PartNames.EXPERT_ENCODING;
    }
}
