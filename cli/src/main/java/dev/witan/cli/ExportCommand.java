// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan export`: writes a release's gate and experts as ONNX graphs.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a release's gate and each of its experts as ONNX graphs, and export.json with what routes them.",
            "Each graph is run beside what it was made of on the same rows; one that differs is not written."
        },
        footer = {"", "Example:", "  witan export ads --out ads-onnx"})
final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MIXTURE", description = "The mixture.")
    private String name;

    @Option(names = "--release", paramLabel = "N", description = "Default: the release in force.")
    private Optional<Integer> release = Optional.empty();

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "Where the files go.")
    private Path out;

    @Mixin
    private RepositoryOption repository;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MixtureFolder folder = repository.open().find(name);
        ReleaseManifest manifest = release.map(folder::manifest).orElseGet(folder::activeManifest);
        Kernels kernels = Kernels.choose();
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded = kinds.loader(kernels).load(folder, manifest);
                Arena arena = Arena.ofConfined()) {
            ReleaseExport export = new ReleaseExport(console, folder, loaded, kernels, arena);
            int graphs = export.write(out);
            console.print(String.format(
                    Locale.ROOT,
                    "%s: %d graphs of release %d, greatest relative difference %.1e",
                    out,
                    graphs,
                    manifest.release(),
                    export.greatestDifference()));
        } catch (IOException e) {
            throw new WitanException(ErrorCode.INVALID_INPUT, "%s: must be writable: %s".formatted(out, e), e);
        }
        return 0;
    }
}
