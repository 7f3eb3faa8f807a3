// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.distillation.DistilledGate;
import dev.witan.training.distillation.GateDistillation;
import dev.witan.training.distillation.GateOptions;
import dev.witan.training.distillation.GateReport;
import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan distill gate`: teaches a smaller gate where the mixture's own gate sends rows.
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        description = {
            "Teaches a smaller gate where the mixture's own gate sends rows, and publishes the next release with it.",
            "The rows need no labels; with labels, the report tells the mixture's quality under both gates."
        })
final class DistillGateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MIXTURE", description = "The mixture.")
    private String name;

    @Option(
            names = "--hidden",
            paramLabel = "WIDTH",
            description = "Width of the new gate's hidden layer, or linear; default: the smallest of those with a tenth"
                    + " of the multiply-adds that finds nine tenths of the experts.")
    private Optional<String> hidden = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "1",
            description =
                    "Softens the scores of both gates, in units of how far they lie apart; default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--ranking",
            paramLabel = "WEIGHT",
            defaultValue = "2",
            description = "How much keeping the best experts first counts; default: ${DEFAULT-VALUE}.")
    private double ranking;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "8000", description = "Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Mixin
    private TableOptions rows;

    @Mixin
    private RepositoryOption repository;

    DistillGateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        GateOptions options = new GateOptions(
                hidden.map(DistillGateCommand::width), temperature, ranking, steps, rows.seed, rows.threads);
        MixtureFolder folder = repository.open().find(name);
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded = kinds.loader(Kernels.choose()).load(folder);
                Arena arena = Arena.ofShared()) {
            NextRelease next = NextRelease.after(folder, loaded);
            DataTable data = DataTable.read(console, rows.data, loaded, rows.target(), rows.sample, rows.seed);
            DistilledGate gate;
            try (ProgressLine progress = new ProgressLine(console, "distill")) {
                gate = GateDistillation.distil(arena, loaded.mixture(), data.table(), data.target(), options, progress);
            }
            console.print(DistillText.of(gate));
            warn(gate.report());
            if (rows.isRehearsal) {
                console.print("%s: nothing was published (--dry-run)".formatted(folder.name()));
            } else {
                publish(folder, next, loaded, gate);
            }
        }
        return 0;
    }

    private static int width(String text) {
        if (text.equals("linear")) {
            return 0;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw WitanException.invalidInput("--hidden must be a width, or linear: '%s'".formatted(text));
        }
    }

    private void warn(GateReport report) {
        if (report.recall() < GateDistillation.RECALL_MIN) {
            console.tell(String.format(
                    Locale.ROOT,
                    "note: the new gate finds %.1f %% of the experts only; more rows, more --steps or a larger --hidden"
                            + " help",
                    100 * report.recall()));
        }
    }

    private void publish(MixtureFolder folder, NextRelease next, LoadedMixture loaded, DistilledGate gate) {
        GateConfig config = gate.hidden().isEmpty()
                ? new GateConfig.Linear()
                : new GateConfig.Mlp(gate.hidden(), gate.activation());
        MixtureSpec spec = next.spec().withGate(config);
        Supply supply = Supply.ofGate(
                config, gate.network(), loaded.mixture().layer().router().selectionBias());
        String note = String.format(
                Locale.ROOT,
                "gate distilled from that of release %d, recall@%d %.4f",
                loaded.manifest().release(),
                gate.report().fanOut(),
                gate.report().recall());
        ReleaseManifest manifest =
                next.publish(spec, Map.of(ComponentName.GATE, supply), "witan distill gate", note, Map.of());
        console.tell("published as release %d of %s".formatted(manifest.release(), folder.name()));
    }
}
