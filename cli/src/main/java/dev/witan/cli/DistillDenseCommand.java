// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.distillation.DenseDistillation;
import dev.witan.training.distillation.DenseOptions;
import dev.witan.training.distillation.DistilledDense;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan distill dense`: teaches one dense network to answer as the whole mixture does, for when experts fail.
@Command(
        name = "dense",
        mixinStandardHelpOptions = true,
        description = {
            "Teaches one dense network to answer as the whole mixture does, and publishes the next release with it as",
            "the fallback: an expert on standby that no row is routed to, and that answers where too few others do.",
            "The rows need no labels; with labels, the report tells the quality of both."
        })
final class DistillDenseCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MIXTURE", description = "The mixture.")
    private String name;

    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "dense",
            description = "Name of the new expert; default: ${DEFAULT-VALUE}.")
    private String id;

    @Option(
            names = "--hidden",
            paramLabel = "WIDTHS",
            split = ",",
            description = "Widths of its hidden layers, like 64,32; default: those of the widest expert, times the"
                    + " fan-out.")
    private @Nullable List<Integer> hidden;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "2",
            description = "Softens the probabilities of both; default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "6000", description = "Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Mixin
    private TableOptions rows;

    @Mixin
    private RepositoryOption repository;

    DistillDenseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MixtureFolder folder = repository.open().find(name);
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded = kinds.loader(Kernels.choose()).load(folder);
                Arena arena = Arena.ofShared()) {
            NextRelease next = NextRelease.after(folder, loaded);
            requireFree(next.spec());
            DenseOptions options = new DenseOptions(hidden(next.spec()), temperature, steps, rows.seed, rows.threads);
            DataTable data = DataTable.read(console, rows.data, loaded, rows.target(), rows.sample, rows.seed);
            DistilledDense dense;
            try (ProgressLine progress = new ProgressLine(console, "distill")) {
                dense = DenseDistillation.distil(
                        arena, loaded.mixture(), data.table(), data.target(), options, progress);
            }
            console.print(DistillText.of(dense));
            if (rows.isRehearsal) {
                console.print("%s: nothing was published (--dry-run)".formatted(folder.name()));
            } else {
                publish(folder, next, loaded.manifest().release(), dense);
            }
        }
        return 0;
    }

    private void requireFree(MixtureSpec spec) {
        boolean isTaken = spec.experts().stream()
                .anyMatch(expert -> expert.id().equals(id) && expert.traits().role() != Role.STANDBY);
        if (isTaken) {
            throw WitanException.invalidInput(
                    "'%s' is an expert already: --id names the new one otherwise".formatted(id));
        }
    }

    private List<Integer> hidden(MixtureSpec spec) {
        if (hidden != null) {
            return hidden;
        }
        List<List<Integer>> ofExperts = spec.experts().stream()
                .filter(expert -> expert.traits().role() != Role.STANDBY)
                .filter(ExpertConfig.Ffn.class::isInstance)
                .map(expert -> ((ExpertConfig.Ffn) expert).hidden())
                .toList();
        return DenseDistillation.usualHidden(
                ofExperts, spec.routing().isSoft() ? 1 : spec.routing().fanOut());
    }

    private void publish(MixtureFolder folder, NextRelease next, int release, DistilledDense dense) {
        MixtureSpec spec = next.spec();
        ExpertConfig.Ffn config = new ExpertConfig.Ffn(
                id,
                ExpertTraits.described("Answers where the others fail: taught by all of them in release " + release)
                        .as(Role.STANDBY),
                dense.hidden(),
                dense.activation(),
                ExpertConfig.Form.PLAIN,
                ExpertConfig.Normalise.NONE);
        List<ExpertConfig> experts = new ArrayList<>(spec.experts().stream()
                .filter(expert -> expert.traits().role() != Role.STANDBY)
                .toList());
        experts.add(config);
        CombineConfig combine = spec.combine();
        if (!combine.fallback().isEmpty() && !combine.fallback().equals(id)) {
            console.tell("note: '%s' was the fallback until now".formatted(combine.fallback()));
        }
        MixtureSpec after = spec.withExperts(experts)
                .withCombine(new CombineConfig(combine.kind(), combine.quorum(), combine.patience(), id));
        String note = String.format(
                Locale.ROOT,
                "dense fallback '%s' taught by release %d, agreement %.4f",
                id,
                release,
                dense.report().agreement());
        ReleaseManifest manifest = next.publish(
                after,
                Map.of(ComponentName.expert(id), Supply.ofExpert(config, dense.network())),
                "witan distill dense",
                note,
                Map.of());
        console.tell("published as release %d of %s".formatted(manifest.release(), folder.name()));
    }
}
