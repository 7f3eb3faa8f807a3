// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.load.ReleaseDraft;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan publish`: freezes an edited `mixture.yaml` into the next release and puts it in force.
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Freezes mixture.yaml into the next release and puts it in force.",
            "What still fits is taken over from the release in force; what is new or was changed needs a file."
        },
        footer = {
            "",
            "Examples:",
            "  witan publish ads --dry-run                      tells what would change",
            "  witan publish ads --note \"three experts a row\"",
            "  witan publish shop --expert vision=vision.onnx --gate gate.onnx"
        })
final class PublishCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MIXTURE", description = "The mixture to publish.")
    private String name;

    @Option(
            names = "--expert",
            paramLabel = "ID=FILE",
            description = "An expert's file: .onnx for kind onnx, .safetensors for kind ffn; may be repeated.")
    private Map<String, Path> experts = new LinkedHashMap<>();

    @Option(names = "--gate", paramLabel = "FILE", description = "The gate's file: .onnx or .safetensors.")
    private @Nullable Path gate;

    @Option(names = "--tiers", paramLabel = "FILE", description = "The tier predictor's file: .safetensors.")
    private @Nullable Path tiers;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why, kept in the release.")
    private String note;

    @Option(names = "--dry-run", description = "Tell what would change, and publish nothing.")
    private boolean isRehearsal;

    @Mixin
    private RepositoryOption repository;

    PublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MixtureFolder folder = repository.open().find(name);
        MixtureConfig configuration = new MixtureConfigs().read(folder.configurationFile());
        try (Arena arena = Arena.ofConfined();
                ExpertKinds kinds = ExpertKinds.ofProcess()) {
            ReleaseDraft draft = ReleaseDraft.of(folder, configuration, supplies(arena), arena);
            List<String> changes = draft.changes();
            if (draft.before().isPresent() && changes.isEmpty()) {
                console.print("%s: nothing to publish, mixture.yaml is that of release %d"
                        .formatted(folder.name(), draft.before().getAsInt()));
                return 0;
            }
            draft.tryOut(kinds);
            changes.forEach(console::print);
            publish(folder, draft);
            return 0;
        }
    }

    private void publish(MixtureFolder folder, ReleaseDraft draft) {
        if (isRehearsal) {
            console.print("%s: nothing was published (--dry-run)".formatted(folder.name()));
            return;
        }
        Provenance provenance = new Provenance(Instant.now(), "witan publish", note, Map.of());
        ReleaseManifest manifest = draft.publish(new ReleasePublisher(), provenance);
        console.print("%s: release %d is in force".formatted(folder.name(), manifest.release()));
    }

    private Map<ComponentName, Supply> supplies(Arena arena) {
        Map<ComponentName, Supply> supplies = new HashMap<>();
        experts.forEach((id, file) -> supplies.put(ComponentName.expert(id), Supply.of(file, arena)));
        if (gate != null) {
            supplies.put(ComponentName.GATE, Supply.of(gate, arena));
        }
        if (tiers != null) {
            supplies.put(ComponentName.TIERS, Supply.of(tiers, arena));
        }
        return supplies;
    }
}
