// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.batch.BadRowPolicy;
import dev.witan.batch.BatchInput;
import dev.witan.batch.BatchOptions;
import dev.witan.batch.BatchResult;
import dev.witan.batch.BatchRun;
import dev.witan.batch.BatchTarget;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Execution;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.Strategy;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.tables.TableFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan batch`: answers every row of a table.
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        description = "Answers every row of a table with a mixture, of any size, and goes on where it was killed.",
        footer = {
            "",
            "OUT appears when it is whole. Until then, OUT.part and OUT.journal stand beside it: run the same command",
            "again to go on after a crash.",
            "",
            "Examples: witan batch ads impressions.csv scored.parquet --keep advertiser,publisher",
            "          zcat impressions.csv.gz | witan batch ads - - --in-format csv --out-format jsonl"
        })
final class BatchCommand implements Callable<Integer> {
    private static final String STREAM = "-";
    private static final int CHUNK_ROWS = 1024;
    private static final int ROW_GROUP_ROWS = 16_384;

    private final Console console;

    @Parameters(index = "0", paramLabel = "MIXTURE", description = "The mixture to ask.")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "IN",
            description = "The table: a .csv, .jsonl or .parquet file, or - for standard input.")
    private String in;

    @Parameters(
            index = "2",
            paramLabel = "OUT",
            description = "Where the answers go: a .csv, .jsonl or .parquet file, or - for standard output.")
    private String out;

    @Option(names = "--in-format", paramLabel = "FORMAT", description = "csv, jsonl or parquet, whatever IN is called.")
    private @Nullable TableFormat inFormat;

    @Option(
            names = "--out-format",
            paramLabel = "FORMAT",
            description = "csv, jsonl or parquet, whatever OUT is called.")
    private @Nullable TableFormat outFormat;

    @Option(
            names = "--keep",
            paramLabel = "COLUMNS",
            split = ",",
            description = "Input columns that stand before the answers, like id,name; default: all of them.")
    private @Nullable List<String> keep;

    @Option(names = "--experts", description = "Adds the experts that answered each row, and their weights.")
    private boolean experts;

    @Option(
            names = "--on-bad-row",
            paramLabel = "DO",
            defaultValue = "fail",
            description = "fail: stop at a row that cannot be read or answered; skip: write it to OUT.bad.jsonl.")
    private BadRowPolicy onBadRow;

    @Option(names = "--restart", description = "Starts over, whatever an earlier run has left at OUT.")
    private boolean isRestart;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that work; default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private RepositoryOption repository;

    BatchCommand(Console console) {
        this.console = console;
    }

    /// Would tell at every start which instructions Parquet is decoded with. Held, since a logger that nobody holds
    /// forgets its level; here, since the other commands need no logger.
    private static final class ParquetLog {
        static final Logger LOGGER = Logger.getLogger("dev.hardwood");
    }

    @Override
    public Integer call() {
        ParquetLog.LOGGER.setLevel(Level.WARNING);
        BatchInput input = input();
        BatchTarget target = target();
        console.tell(text(run(input, target)));
        return 0;
    }

    private BatchResult run(BatchInput input, BatchTarget target) {
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded =
                        kinds.loader(Kernels.choose()).load(repository.open().find(name))) {
            return run(loaded.mixture(), input, target, options(target, loaded.mixture()));
        }
    }

    private BatchResult run(Mixture mixture, BatchInput input, BatchTarget target, BatchOptions options) {
        try (Engine engine = new Engine(
                        sequential(mixture), limits(options, mixture), EngineObserver.NONE, NanoClock.system());
                BatchProgressLine progress = new BatchProgressLine(console)) {
            return new BatchRun(engine, input, target, options).run(progress);
        }
    }

    /// The mixture with its experts run one after the other over all rows of a batch.
    private static Mixture sequential(Mixture mixture) {
        return new Mixture(
                mixture.name(),
                mixture.release(),
                mixture.digest(),
                mixture.encoder(),
                mixture.layer(),
                mixture.head(),
                mixture.permissions(),
                new Execution(Strategy.SEQUENTIAL));
    }

    private BatchInput input() {
        if (in.equals(STREAM)) {
            return new BatchInput.OfStream(System.in, streamFormat(inFormat, "--in-format"));
        }
        return new BatchInput.OfFile(Path.of(in), inFormat == null ? TableFormat.of(in) : inFormat);
    }

    private BatchTarget target() {
        if (out.equals(STREAM)) {
            return new BatchTarget.ToStream(System.out, streamFormat(outFormat, "--out-format"), console::tell);
        }
        TableFormat format = outFormat == null ? TableFormat.of(out) : outFormat;
        return new BatchTarget.ToFile(Path.of(out), format, isRestart);
    }

    private static TableFormat streamFormat(@Nullable TableFormat format, String option) {
        if (format == null) {
            throw WitanException.invalidInput(option + " must be given with -");
        }
        return format;
    }

    private BatchOptions options(BatchTarget target, Mixture mixture) {
        boolean isParquet = target.format() == TableFormat.PARQUET;
        boolean hasPictures =
                mixture.encoder().columns().stream().anyMatch(column -> column.kind() == ColumnSpec.Kind.IMAGE);
        int requestRows = hasPictures ? ImageEncoder.IMAGES_MAX : CHUNK_ROWS;
        return new BatchOptions(
                Optional.ofNullable(keep),
                experts,
                onBadRow,
                isParquet && !hasPictures ? ROW_GROUP_ROWS : requestRows,
                requestRows,
                threads);
    }

    /// Each lane takes a request and computes it by itself: there are always more of them than lanes.
    private static Limits limits(BatchOptions options, Mixture mixture) {
        int rows = options.requestRows() * mixture.rowsEach();
        Limits usual = Limits.defaults();
        return new Limits(
                4 * options.threads(),
                4 * options.threads() * rows,
                rows,
                rows,
                rows,
                usual.batchesInFlightMax(),
                options.threads(),
                1,
                usual.tileRows(),
                usual.sharedWorkMin(),
                Duration.ofHours(1),
                Duration.ofHours(1),
                usual.drainMax());
    }

    private static String text(BatchResult result) {
        double seconds = Math.max(1e-3, result.elapsed().toNanos() / 1e9);
        long now = result.rows() - result.rowsBefore();
        StringBuilder text = new StringBuilder("%,d rows, %,d of them now in %.1f s, %,.0f rows/s"
                .formatted(result.rows(), now, seconds, now / seconds));
        if (result.hadEnded()) {
            text.setLength(0);
            text.append("the earlier run had ended; its answers are there");
        }
        if (result.skipped() > 0) {
            text.append("; %,d skipped".formatted(result.skipped()));
            text.append(result.badRows().isEmpty() ? "" : ", see " + result.badRows());
        }
        return text.toString();
    }
}
