// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.TierConfig;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseDraft;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import dev.witan.training.report.Headline;
import dev.witan.training.tiers.TierPlan;
import dev.witan.training.tiers.TierTraining;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan tiers`: learns which rows need more than the cheapest experts, and publishes a release that acts on it.
@Command(
        name = "tiers",
        mixinStandardHelpOptions = true,
        description = "Learns which rows need more than the cheapest experts, and publishes the next release with it.",
        footer = {
            "",
            "The experts must say in mixture.yaml for which tier they are meant: 0, if they say nothing.",
            "Best are rows that the mixture was not trained on."
        })
final class TiersCommand implements Callable<Integer> {
    /// Of which rows are looked at where there are more than enough.
    private static final long SEED = 1;

    private final Console console;

    @Parameters(index = "0", paramLabel = "MIXTURE", description = "The mixture.")
    private String name;

    @Parameters(index = "1", paramLabel = "CSV", description = "Rows with labels.")
    private Path file;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "Column with the labels; default: the one it was trained on.")
    private @Nullable String target;

    @Option(
            names = "--loss",
            paramLabel = "SHARE",
            defaultValue = "0.005",
            description = "How much worse quality may get, in relation to what it is; default: ${DEFAULT-VALUE}.")
    private double loss;

    @Option(names = "--dry-run", description = "Says what tiers would save, and publishes nothing.")
    private boolean isDry;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private RepositoryOption repository;

    TiersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MixtureFolder folder = repository.open().find(name);
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded = kinds.loader(Kernels.choose()).load(folder)) {
            MixtureConfig configuration = loaded.configuration();
            MixtureConfig source = new MixtureConfigs().read(folder.configurationFile());
            requirePublished(folder, configuration, source);
            TierPlan plan = fit(loaded, configuration.spec());
            tell(plan.report());
            if (!isDry) {
                publish(folder, configuration, source, plan);
            }
        }
        return 0;
    }

    /// Edits that nobody has published would be lost. Tiers alone are no edit: a run that died before its release was
    /// in
    /// force leaves them there, and the next one puts others in their place.
    private static void requirePublished(MixtureFolder folder, MixtureConfig configuration, MixtureConfig source) {
        if (!withTiers(source, TierConfig.NONE).equals(withTiers(configuration, TierConfig.NONE))) {
            throw WitanException.invalidInput(
                    "%s differs from the release in force: publish it first".formatted(folder.configurationFile()));
        }
    }

    private static MixtureConfig withTiers(MixtureConfig configuration, TierConfig tiers) {
        MixtureSpec spec = configuration.spec();
        return new MixtureConfig(
                configuration.name(),
                configuration.description(),
                spec.withRouting(spec.routing().withTiers(tiers)));
    }

    private TierPlan fit(LoadedMixture loaded, MixtureSpec spec) {
        if (spec.routing().tiers().isOn()) {
            throw WitanException.invalidInput(
                    "the mixture has tiers already: take spec.routing.tiers out of mixture.yaml and publish it first");
        }
        int[] tiers = spec.experts().stream()
                .filter(expert -> expert.traits().role().isScored())
                .mapToInt(expert -> expert.traits().tier())
                .toArray();
        String labels = target == null ? spec.signature().target() : target;
        DataTable data = DataTable.read(console, file, loaded, Optional.of(labels), TierTraining.ROWS_MAX, SEED);
        return TierTraining.fit(loaded.mixture(), data.table(), labels, tiers, loss, threads);
    }

    private void tell(TierPlan.Report report) {
        TextTable table = new TextTable();
        table.row("", "without", "with tiers");
        table.row("multiply-adds of a row's experts", number(report.computeBefore()), number(report.computeAfter()));
        table.row("and of the tier score", "0", number((double) report.overhead()));
        String figure = Headline.name(report.before());
        table.row(
                figure,
                String.format(Locale.ROOT, "%.5g", Headline.of(report.before())),
                String.format(Locale.ROOT, "%.5g", Headline.of(report.after())));
        console.print(table.toString());
        console.print(String.format(Locale.ROOT, "saved: %.1f %%", 100 * report.saved()));
        for (int level = 0; level < report.shares().size(); level++) {
            console.print(String.format(
                    Locale.ROOT,
                    "level %d: %.1f %% of the rows",
                    level,
                    100 * report.shares().get(level)));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private void publish(MixtureFolder folder, MixtureConfig configuration, MixtureConfig source, TierPlan plan) {
        List<Double> thresholds =
                plan.thresholds().stream().map(Float::doubleValue).toList();
        MixtureConfig next = withTiers(configuration, new TierConfig(thresholds, plan.fanOuts()));
        try (Arena arena = Arena.ofShared()) {
            Supply score = Supply.ofTiers(score(plan, arena));
            String note = String.format(
                    Locale.ROOT, "tiers that save %.1f %%", 100 * plan.report().saved());
            ReleaseManifest manifest = ReleaseDraft.of(folder, next, Map.of(ComponentName.TIERS, score), arena)
                    .publishEdit(
                            new ReleasePublisher(),
                            source,
                            new Provenance(Instant.now(), "witan tiers", note, Map.of()));
            console.print("published release %d of %s".formatted(manifest.release(), folder.name()));
        }
    }

    private static FeedForward score(TierPlan plan, Arena arena) {
        FloatMatrix weights = FloatMatrix.allocate(arena, plan.weights().size(), 1);
        for (int i = 0; i < plan.weights().size(); i++) {
            weights.set(i, 0, plan.weights().get(i));
        }
        FloatMatrix constant = FloatMatrix.allocate(arena, 1, 1);
        constant.set(0, 0, plan.constant());
        return new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, weights), constant, Activation.IDENTITY)));
    }
}
