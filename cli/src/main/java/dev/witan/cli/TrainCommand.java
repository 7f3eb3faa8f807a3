// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.boosting.LightGbmGrower;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.ChatTrainer;
import dev.witan.training.Evaluation;
import dev.witan.training.Presentation;
import dev.witan.training.ProgressListener;
import dev.witan.training.Publication;
import dev.witan.training.TrainedChat;
import dev.witan.training.TrainedMixture;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingInput;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.TrainingStart;
import dev.witan.training.TreeOrigin;
import dev.witan.training.ads.AdsTraining;
import dev.witan.training.checkpoint.Checkpoints;
import dev.witan.training.data.Corpus;
import dev.witan.training.data.SchemaFile;
import dev.witan.training.data.ScratchFolder;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableReader;
import dev.witan.training.data.TableSchema;
import dev.witan.training.data.TargetKind;
import dev.witan.training.languages.LanguagesTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `witan train`: learns a mixture from a table, reports on it, and publishes it as the next release.
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "witan train TABLE --target COLUMN [--out MIXTURE] [OPTIONS]",
        description = "Trains a mixture from a table (CSV, JSON lines, Parquet) and publishes it as the next release.",
        footer = {
            "",
            "The same table, options and seed give the same bits, with any number of threads.",
            "Examples:",
            "  witan train my.csv --target label --out my-mixture",
            "  witan train my.csv --target expert --chat my.yaml   trains the gate of a chat mixture",
            "  witan train ads          makes the shipped ads mixture again",
            "  witan train languages    makes the shipped languages mixture again"
        })
final class TrainCommand implements Callable<Integer> {
    /// Beside the releases of a mixture, for as long as it is trained.
    private static final String SCRATCH = ".training";

    private static final Set<String> SHIPPED_OPTIONS =
            Set.of("--out", "--repository", "--threads", "--test", "--report");

    private static final Set<String> CHAT_OPTIONS =
            Set.of("--chat", "--target", "--out", "--repository", "--threads", "--seed", "--epochs");

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TABLE",
            description =
                    "The table: .csv, .jsonl or .parquet; or 'ads' or 'languages' for a mixture that ships with Witan.")
    private String source;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "Column to predict, or several with commas between them; may be given several times.")
    private List<String> targets = List.of();

    @Option(
            names = "--out",
            paramLabel = "MIXTURE",
            description = "Name or folder of the mixture; default: as the file.")
    private @Nullable String out;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            converter = TaskName.class,
            description = "binary, multi-class, multi-label, regression, quantile or multi-task; default: what the"
                    + " target looks like.")
    private @Nullable TargetKind task;

    @Option(
            names = "--test",
            paramLabel = "TABLE",
            description = "Table to measure the result on, and the networks beside it.")
    private List<Path> tests = List.of();

    @Option(
            names = "--chat",
            paramLabel = "YAML",
            description = "mixture.yaml of a chat mixture whose gate is to be trained; --target names its experts.")
    private @Nullable Path chat;

    @Option(names = "--description", paramLabel = "TEXT", defaultValue = "", description = "What the mixture is for.")
    private String description;

    @Option(names = "--seed", paramLabel = "N", description = "Of every random choice; default: 1.")
    private long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes the report as JSON, how the gate did after each epoch included.")
    private @Nullable Path report;

    @Mixin
    private RepositoryOption repository;

    @Mixin
    private TableArguments tables;

    @Mixin
    private TaskArguments tasks;

    @Mixin
    private GateArguments gate;

    @Mixin
    private OptimiserArguments optimiser;

    @Mixin
    private StartArguments start;

    @Mixin
    private CheckpointArguments checkpoint;

    TrainCommand(Console console) {
        this.console = console;
    }

    static CommandLine commandLine(Console console) {
        CommandLine train = new CommandLine(new TrainCommand(console));
        train.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionSections.ofTrain());
        return train;
    }

    @Override
    public Integer call() {
        if (tables.printsSchema()) {
            return printSchema();
        }
        if (report != null) {
            ReportFiles.requirePlace(report);
        }
        if (chat != null) {
            return trainChat(chat);
        }
        if (isShipped(AdsTraining.NAME)) {
            return trainAds();
        }
        return isShipped(LanguagesTraining.NAME) ? trainLanguages() : trainTable();
    }

    /// Whether a shipped mixture is meant; a file of that name comes first.
    private boolean isShipped(String name) {
        return source.equals(name) && !Files.exists(Path.of(source));
    }

    private int trainChat(Path configuration) {
        requireOnly(CHAT_OPTIONS, "the file of a chat mixture says the rest");
        MixtureConfig config = new MixtureConfigs().read(configuration);
        MixtureFolder folder = repository.open().locate(out == null ? config.name() : out);
        requirePlace(folder);
        Kernels kernels = Kernels.choose();
        Table table = new TableReader(TableLimits.defaults()).read(Path.of(source));
        TrainingOptions options = options(requireTarget());
        TrainedChat trained;
        try (ProgressLine progress = new ProgressLine(console, "training")) {
            trained = ChatTrainer.train(table, config, options, progress, kernels);
        }
        ReleaseManifest manifest = new Publication(kernels).publish(trained, folder, Instant.now());
        console.print(trained.report().text());
        console.tell("published as release %d in %s".formatted(manifest.release(), folder.path()));
        return 0;
    }

    private String requireTarget() {
        if (targets.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which column is to be predicted? Name it with --target");
        }
        return String.join(",", targets);
    }

    private int trainTable() {
        String column = requireTarget();
        Path file = Path.of(source);
        String from = start.from();
        MixtureFolder folder = repository.open().locate(out == null ? from == null ? named(file) : from : out);
        requirePlace(folder);
        Kernels kernels = Kernels.choose();
        TrainingOptions options = options(column);
        try (ScratchFolder scratch = ScratchFolder.take(folder.path().resolve(SCRATCH));
                Checkpoints kept =
                        checkpoint.open(console, scratch.path().resolve("checkpoints"), tables.isLarge(file))) {
            int status = from == null
                    ? trainFresh(file, column, folder, scratch, kept, options, kernels)
                    : trainFurther(file, from, folder, scratch, kept, options, kernels);
            kept.forget();
            scratch.removeTable();
            return status;
        }
    }

    private int trainFresh(
            Path file,
            String column,
            MixtureFolder folder,
            ScratchFolder scratch,
            Checkpoints kept,
            TrainingOptions options,
            Kernels kernels) {
        TrainedMixture trained;
        try (TrainingLine progress = line(options, TrainingStart.fresh())) {
            Table table = tables.read(file, column, scratch, TableSchema.NONE, progress);
            TrainingInput input =
                    TrainingInput.of(table).withTests(tests(table)).keptBy(kept).growing(new LightGbmGrower());
            trained = Trainer.train(input, options, progress, kernels);
        }
        return publish(trained, folder, Presentation.of(description), TreeOrigin.of(trained, file), kernels);
    }

    private TrainingLine line(TrainingOptions options, TrainingStart from) {
        return new TrainingLine(console, (columns, rows) -> Trainer.forecast(options, from, columns, rows));
    }

    private int printSchema() {
        Path file = Path.of(source);
        try (ScratchFolder scratch = ScratchFolder.take(temporary());
                ReadingLine progress = new ReadingLine(console)) {
            Table table = tables.read(file, null, scratch, TableSchema.NONE, progress);
            console.print(SchemaFile.of(table).stripTrailing());
            tellNotices(table);
            scratch.removeTable();
            return 0;
        }
    }

    private void tellNotices(Table table) {
        table.origin().notices().forEach(notice -> console.tell("note: " + notice));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("witan-schema");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Goes on from the release in force, whose settings hold as long as its parts are the same.
    private int trainFurther(
            Path file,
            String from,
            MixtureFolder folder,
            ScratchFolder scratch,
            Checkpoints kept,
            TrainingOptions options,
            Kernels kernels) {
        requireNone(StartArguments.SAID_BY_RELEASE, "--from: the release says it");
        MixtureFolder begun = repository.open().find(from);
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture release = kinds.loader(kernels).load(begun)) {
            TreeOrigin trees = TreeOrigin.of(begun, release.manifest());
            TableSchema known = Evaluation.schema(release.mixture(), options.target());
            TrainingStart.From begin = new TrainingStart.From(release.mixture());
            TrainedMixture trained;
            try (TrainingLine progress = line(options, begin)) {
                Table table = DataTable.withPictures(
                        tables.read(file, options.target(), scratch, known, progress), file, release.mixture());
                trees.requireOther(table, file);
                TrainingInput input = TrainingInput.of(table)
                        .withTests(tests(table, release.mixture()))
                        .from(begin)
                        .freezing(start.frozen(release))
                        .keptBy(kept)
                        .growing(new LightGbmGrower());
                trained = Trainer.train(input, options, progress, kernels);
            }
            return publish(trained, folder, release.configuration(), trees, kernels);
        }
    }

    private int publish(
            TrainedMixture trained, MixtureFolder folder, MixtureConfig like, TreeOrigin trees, Kernels kernels) {
        ReleaseManifest manifest = new Publication(kernels).publish(trained, folder, like, trees, Instant.now());
        return tell(trained, folder, manifest);
    }

    private int tell(TrainedMixture trained, MixtureFolder folder, ReleaseManifest manifest) {
        console.print(trained.report().text());
        if (report != null) {
            ReportFiles.write(report, TrainingJson.of(trained.report()));
            console.tell("report: " + report);
        }
        console.tell("published as release %d in %s".formatted(manifest.release(), folder.path()));
        return 0;
    }

    private int trainAds() {
        MixtureFolder folder = shippedFolder(AdsTraining.NAME);
        Kernels kernels = Kernels.choose();
        Table table = AdsTraining.corpus();
        List<Table> testTables = tests(table);
        TrainedMixture trained = train(progress -> Trainer.train(
                TrainingInput.of(table).withTests(testTables), AdsTraining.options(threads), progress, kernels));
        return publish(trained, folder, AdsTraining.presentation(), TreeOrigin.NONE, kernels);
    }

    private int trainLanguages() {
        MixtureFolder folder = shippedFolder(LanguagesTraining.NAME);
        Kernels kernels = Kernels.choose();
        Corpus corpus = LanguagesTraining.corpus();
        List<Table> testTables = tests(corpus.table());
        TrainedMixture trained = train(progress -> Trainer.train(
                TrainingInput.of(corpus).withTests(testTables), LanguagesTraining.options(threads), progress, kernels));
        int status = publish(trained, folder, LanguagesTraining.presentation(trained), TreeOrigin.NONE, kernels);
        console.print("");
        console.print(LanguagesTraining.families(trained));
        tellOtherCorpus(trained.report().corpusDigest());
        return status;
    }

    private void tellOtherCorpus(String digest) {
        if (!LanguagesTraining.isShipped(digest)) {
            console.tell("note: the locale data of this JDK (%s) are not those that the shipped release was made of"
                            .formatted(Runtime.version())
                    + " (or the sentences or the mix of the corpus were changed):"
                    + " this corpus is sha256:%s, that one sha256:%s; so the releases differ, too"
                            .formatted(digest, LanguagesTraining.SHIPPED_CORPUS));
        }
    }

    /// Where a shipped mixture goes, which leaves nothing else to be said.
    private MixtureFolder shippedFolder(String name) {
        requireOnly(SHIPPED_OPTIONS, name + " is trained the same way every time");
        MixtureFolder folder = repository.open().locate(out == null ? name : out);
        requirePlace(folder);
        return folder;
    }

    private void requireOnly(Set<String> allowed, String why) {
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            if (!allowed.contains(given.longestName())) {
                throw new ParameterException(
                        spec.commandLine(), "%s: %s does not go with it".formatted(why, given.longestName()));
            }
        }
    }

    private void requireNone(Set<String> refused, String why) {
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            if (refused.contains(given.longestName())) {
                throw new ParameterException(
                        spec.commandLine(), "%s does not go with %s".formatted(given.longestName(), why));
            }
        }
    }

    private int publish(
            TrainedMixture trained, MixtureFolder folder, Presentation about, TreeOrigin trees, Kernels kernels) {
        boolean isEdited = Files.exists(folder.configurationFile());
        ReleaseManifest manifest = new Publication(kernels).publish(trained, folder, about, trees, Instant.now());
        if (isEdited) {
            console.tell("%s was written anew, as trained".formatted(folder.configurationFile()));
        }
        return tell(trained, folder, manifest);
    }

    /// Refuses before the training what could not be published after it.
    private static void requirePlace(MixtureFolder folder) {
        Path there = folder.path().toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            throw WitanException.invalidInput("a mixture needs a folder that can be written: %s %s"
                    .formatted(there, Files.isDirectory(there) ? "cannot" : "is no folder"));
        }
    }

    private List<Table> tests(Table table) {
        return tests.stream().map(test -> test(test, table)).toList();
    }

    private Table test(Path file, Table table) {
        Table test = tables.readTest(file, table);
        test.origin().notices().forEach(notice -> console.tell("note: %s: %s".formatted(test.source(), notice)));
        return test;
    }

    /// The same, with the pictures that a release reads.
    private List<Table> tests(Table table, Mixture mixture) {
        return tests.stream()
                .map(test -> DataTable.withPictures(test(test, table), test, mixture))
                .toList();
    }

    private TrainedMixture train(Function<ProgressListener, TrainedMixture> training) {
        try (ProgressLine progress = new ProgressLine(console, "training")) {
            return training.apply(progress);
        }
    }

    private String named(Path file) {
        String name = nameOf(file);
        if (name.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the mixture needs a name of latin letters or digits, which the file's has not: name it with --out");
        }
        return name;
    }

    /// `adult-2024` for `data/Adult 2024.csv`.
    static String nameOf(Path file) {
        String name =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.[a-z0-9]+$", "");
        return name.replaceAll("[^a-z0-9._-]+", "-").replaceFirst("^[^a-z0-9]+", "");
    }

    private TrainingOptions options(String targetName) {
        TrainingOptionsBuilder options =
                TrainingOptions.predict(targetName).seed(seed).threads(threads).rows(tables.rows());
        Given.to(task, options::kind);
        if (tasks.hasLevels() && task != TargetKind.QUANTILE) {
            throw new ParameterException(spec.commandLine(), "--quantiles needs --task quantile");
        }
        options.tasks(tasks.options());
        gate.applyTo(options);
        optimiser.applyTo(options);
        return options.build();
    }
}
