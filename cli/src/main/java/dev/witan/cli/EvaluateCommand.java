// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.boosting.LightGbmGrower;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.report.evaluation.EvaluationJson;
import dev.witan.report.evaluation.EvaluationPage;
import dev.witan.report.sweep.SweepPlot;
import dev.witan.training.Evaluation;
import dev.witan.training.TrainingInput;
import dev.witan.training.data.OnBadRow;
import dev.witan.training.data.ReadProgress;
import dev.witan.training.data.ScratchFolder;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableOptions;
import dev.witan.training.data.TablePictures;
import dev.witan.training.data.TableReader;
import dev.witan.training.evaluation.EvaluationFigures;
import dev.witan.training.evaluation.EvaluationOptions;
import dev.witan.training.evaluation.Evaluator;
import dev.witan.training.evaluation.LiftFigures;
import dev.witan.training.evaluation.LiftStudy;
import dev.witan.training.evaluation.LikeRelease;
import dev.witan.training.evaluation.Summary;
import dev.witan.training.report.Quality;
import dev.witan.training.sweep.BudgetSweep;
import dev.witan.training.sweep.SweepPoint;
import dev.witan.training.text.TextPieces;
import java.nio.file.Path;
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

/// `witan evaluate`: measures a mixture on a table whose labels are known.
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Measures a mixture on a CSV file with labels.")
final class EvaluateCommand implements Callable<Integer> {
    private static final int SEEDS = 5;

    /// Tables of more are kept in files.
    private static final int IN_MEMORY_ROWS = 500_000;

    private static final long IN_MEMORY_BYTES = 128L << 20;

    private final Console console;

    @Parameters(index = "0", paramLabel = "MIXTURE", description = "The mixture to measure.")
    private String name;

    @Parameters(index = "1", paramLabel = "CSV", description = "The table.")
    private Path file;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "Column with the labels; default: the one it was trained on.")
    private @Nullable String target;

    @Option(
            names = "--words",
            paramLabel = "N",
            description = "Cuts the texts into pieces of so many words, and measures these.")
    private @Nullable Integer words;

    @Option(
            names = "--budget-sweep",
            description =
                    "Measures quality at every price of the experts' cost, from free to the cheapest experts only.")
    private boolean sweeps;

    @Option(
            names = "--revenue",
            paramLabel = "COLUMN",
            description = "With --budget-sweep: column with bids; measures also what the rows earn in auctions of 8.")
    private @Nullable String bids;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "With --budget-sweep: draws quality and revenue against cost, as SVG.")
    private @Nullable Path plot;

    @Option(
            names = "--cohort",
            paramLabel = "COLUMN",
            description = "Column whose values part the rows into cohorts; shows how each fares. May be repeated.")
    private List<String> cohorts = List.of();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Writes everything that was found out: with plots if it ends in .html, for programs if in .json.")
    private List<Path> reports = List.of();

    @Option(
            names = "--train",
            paramLabel = "CSV",
            description =
                    "Table to train mixtures of this shape from, and the networks beside them, with several seeds;"
                            + " shows what a mixture wins over those.")
    private @Nullable Path train;

    @Option(names = "--seeds", paramLabel = "N", description = "With --train: how many seeds; default: 5.")
    private @Nullable Integer seeds;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "text", description = "text or json.")
    private OutputFormat output;

    @Mixin
    private RepositoryOption repository;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!sweeps && (bids != null || plot != null)) {
            throw WitanException.invalidInput("--revenue and --plot need --budget-sweep");
        }
        if (sweeps && !(cohorts.isEmpty() && reports.isEmpty() && train == null)) {
            throw WitanException.invalidInput("--cohort, --report and --train do not go with --budget-sweep");
        }
        if (train == null && seeds != null) {
            throw WitanException.invalidInput("--seeds needs --train, a table to train from");
        }
        if (seeds != null && (seeds < 1 || seeds > LiftStudy.SEEDS_MAX)) {
            throw WitanException.invalidInput(
                    "--seeds must be between 1 and %d: %d".formatted(LiftStudy.SEEDS_MAX, seeds));
        }
        requireReports();
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded =
                        kinds.loader(Kernels.choose()).load(repository.open().find(name))) {
            String labels =
                    target == null ? loaded.configuration().spec().signature().target() : target;
            Mixture mixture = loaded.mixture();
            try (TemporaryFolder temporary = new TemporaryFolder("witan-evaluate");
                    ScratchFolder scratch = ScratchFolder.take(temporary.path())) {
                run(loaded, labels, read(mixture, labels, scratch.path()));
                scratch.removeTable();
            }
        }
        return 0;
    }

    /// Reads the table; one that is too large for memory is kept in files meanwhile.
    private Table read(Mixture mixture, String labels, Path scratch) {
        TableLimits usual = TableLimits.defaults();
        List<ImageEncoder> images = images(mixture);
        TableLimits limits = images.isEmpty()
                ? new TableLimits(
                        IN_MEMORY_BYTES,
                        IN_MEMORY_ROWS,
                        usual.columnsMax(),
                        usual.nameLengthMax(),
                        usual.valueLengthMax())
                : usual;
        try (ReadingLine progress = new ReadingLine(console)) {
            Table table = new TableReader(limits).read(file, options(mixture, labels, scratch, progress));
            Path folder = file.toAbsolutePath().getParent();
            List<ImageEncoder> there = images.stream()
                    .filter(image -> table.column(image.spec().name()).isPresent())
                    .toList();
            return TablePictures.read(table, folder == null ? file.toAbsolutePath() : folder, there);
        }
    }

    private static TableOptions options(Mixture mixture, String labels, Path scratch, ReadProgress progress) {
        return new TableOptions(
                Evaluation.schema(mixture, labels), Map.of(), OnBadRow.FAIL, Optional.of(scratch), progress);
    }

    private void run(LoadedMixture loaded, String labels, Table table) {
        Mixture mixture = loaded.mixture();
        tellMissing(mixture, table);
        Table rows = words == null ? table : TextPieces.of(table, textColumn(mixture), labels, words);
        if (sweeps) {
            sweep(loaded, rows, labels);
        } else {
            measure(mixture, rows, labels);
        }
    }

    private void measure(Mixture mixture, Table rows, String labels) {
        boolean isShort = reports.isEmpty() && (output == OutputFormat.TEXT || (cohorts.isEmpty() && train == null));
        EvaluationFigures figures = figures(
                mixture,
                rows,
                new EvaluationOptions(
                        labels,
                        isShort ? EvaluationOptions.Depth.ANSWERS : EvaluationOptions.Depth.EXPERTS,
                        cohorts,
                        threads));
        if (!figures.note().isEmpty()) {
            console.tell("note: " + figures.note());
        }
        List<LiftFigures> lift = train == null ? List.of() : lift(train, mixture, rows, labels);
        Quality quality = Summary.of(figures);
        if (output == OutputFormat.TEXT) {
            console.print(QualityText.text(quality) + CohortText.of(figures) + LiftText.of(lift));
        } else {
            console.print(
                    isShort
                            ? QualityText.json(quality)
                            : QualityText.everything(quality, EvaluationJson.tree(figures, lift)));
        }
        for (Path report : reports) {
            ReportFiles.write(
                    report,
                    isPage(report)
                            ? EvaluationPage.html(figures, lift)
                            : EvaluationJson.tree(figures, lift).toString());
            console.tell("report: " + report);
        }
    }

    private EvaluationFigures figures(Mixture mixture, Table rows, EvaluationOptions options) {
        try (Evaluator evaluator = new Evaluator(mixture, options)) {
            try (ProgressLine progress = new ProgressLine(console, "measuring")) {
                evaluator.add(rows, progress);
            }
            try (ProgressLine progress = new ProgressLine(console, "working out figures")) {
                return evaluator.figures(progress);
            }
        }
    }

    private List<LiftFigures> lift(Path source, Mixture mixture, Table test, String labels) {
        LikeRelease like = new LikeRelease(mixture, labels, Evaluation.kind(mixture));
        try (TemporaryFolder temporary = new TemporaryFolder("witan-lift")) {
            Table table = readTraining(source, mixture, labels, temporary.path());
            try (ProgressLine progress = new ProgressLine(console, "training with %d seeds".formatted(seedCount()))) {
                return LiftStudy.run(
                        TrainingInput.of(table).growing(new LightGbmGrower()),
                        test,
                        seed -> like.options().seed(seed).threads(threads).build(),
                        like.notes(),
                        seedCount(),
                        progress,
                        Kernels.choose());
            }
        }
    }

    private Table readTraining(Path source, Mixture mixture, String labels, Path scratch) {
        try (ReadingLine progress = new ReadingLine(console)) {
            return new TableReader(TableLimits.defaults()).read(source, options(mixture, labels, scratch, progress));
        }
    }

    private int seedCount() {
        return seeds == null ? SEEDS : seeds;
    }

    private static boolean isPage(Path report) {
        return String.valueOf(report.getFileName()).toLowerCase(Locale.ROOT).endsWith(".html");
    }

    /// Refuses before the work what could not be written after it.
    private void requireReports() {
        for (Path report : reports) {
            String name = String.valueOf(report.getFileName()).toLowerCase(Locale.ROOT);
            if (!name.endsWith(".html") && !name.endsWith(".json")) {
                throw WitanException.invalidInput("a report's name must end in .html or .json: '%s'".formatted(report));
            }
            ReportFiles.requirePlace(report);
        }
    }

    private void sweep(LoadedMixture loaded, Table rows, String labels) {
        List<SweepPoint> points = BudgetSweep.measure(
                loaded.mixture(), rows, labels, ExpertCosts.of(loaded), Optional.ofNullable(bids), threads);
        console.print(output == OutputFormat.JSON ? SweepText.json(points) : SweepText.text(points));
        if (plot != null) {
            ReportFiles.write(plot, SweepPlot.svg(loaded.mixture().name(), points));
            console.tell("plot: " + plot);
        }
    }

    private static List<ImageEncoder> images(Mixture mixture) {
        return mixture.encoder() instanceof TableEncoder encoder
                ? encoder.encoders().stream()
                        .filter(ImageEncoder.class::isInstance)
                        .map(ImageEncoder.class::cast)
                        .toList()
                : List.of();
    }

    private static String textColumn(Mixture mixture) {
        return mixture.encoder().columns().stream()
                .filter(column -> column.kind() == ColumnSpec.Kind.TEXT)
                .map(ColumnSpec::name)
                .findFirst()
                .orElseThrow(() -> WitanException.invalidInput(
                        "--words needs a column of kind text: mixture '%s' has none".formatted(mixture.name())));
    }

    /// A renamed header would otherwise look like a bad mixture.
    private void tellMissing(Mixture mixture, Table table) {
        List<String> missing = mixture.encoder().columns().stream()
                .map(ColumnSpec::name)
                .filter(column -> table.column(column).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            console.tell("note: the table lacks these columns, which count as missing: " + String.join(", ", missing));
        }
    }
}
