// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.model.imports.LayerImport;
import dev.witan.model.imports.Layout;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan import`: makes a release of one layer of experts of a published model.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a release of one layer of experts of a published model: tokens in, tokens out.",
            "Reads safetensors, and the config.json beside them for how the model routes."
        },
        footer = {
            "",
            "Examples:",
            "  witan import OLMoE-1B-7B --layout olmoe --layer 0 --out olmoe-0",
            "  witan import layer.safetensors --layout mixtral --layer 3 --fan-out 2 --out mixtral-3"
        })
final class ImportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "SOURCE",
            description = "A .safetensors file, or a folder with model.safetensors or model.safetensors.index.json.")
    private Path source;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            required = true,
            completionCandidates = Layouts.class,
            description = "What the model's tensors are called: ${COMPLETION-CANDIDATES}.")
    private String layout;

    @Option(names = "--layer", paramLabel = "N", required = true, description = "The layer, from 0.")
    private int layer;

    @Option(names = "--out", paramLabel = "MIXTURE", required = true, description = "The mixture that it becomes.")
    private String out;

    @Option(
            names = "--fan-out",
            paramLabel = "K",
            description = "Experts per token; default: what config.json says, or the family's first model.")
    private Optional<Integer> fanOut = Optional.empty();

    @Mixin
    private RepositoryOption repository;

    /// What completion offers.
    static final class Layouts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Layout.names().iterator();
        }
    }

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MixtureFolder folder = repository.open().locate(out);
        OptionalInt given = fanOut.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        try (Arena arena = Arena.ofConfined()) {
            LayerImport imported = LayerImport.open(source, Layout.named(layout), layer, given, arena);
            console.tell("%s: layer %d has %d experts of %d x %d%s"
                    .formatted(
                            source,
                            layer,
                            imported.experts(),
                            imported.width(),
                            imported.hidden(),
                            imported.sharedExperts() == 0 ? "" : ", and one that answers always"));
            ReleaseManifest manifest = new ReleasePublisher()
                    .publishWithSource(
                            folder, imported.configuration(folder.name()), imported.contents(), provenance());
            console.print("%s: release %d is in force".formatted(folder.name(), manifest.release()));
        }
        return 0;
    }

    private Provenance provenance() {
        Map<String, String> facts = Map.of(
                "source",
                String.valueOf(source.toAbsolutePath().normalize().getFileName()),
                "layout",
                layout,
                "layer",
                Integer.toString(layer));
        return new Provenance(Instant.now(), "witan import", "", facts);
    }
}
