// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.engine.Engine;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.BadRow;
import dev.witan.tables.Field;
import dev.witan.tables.RawRows;
import dev.witan.tables.RowSource;
import dev.witan.tables.SegmentFormat;
import dev.witan.tables.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Answers a table: reads chunk after chunk, has a bounded number of them taken apart, answered and written out by
/// several threads at once, and puts them into the output in the order of the table.
public final class BatchRun {
    private final Engine engine;
    private final BatchInput input;
    private final BatchTarget target;
    private final BatchOptions options;

    /// @param engine of the mixture; it must take `requestRows` rows at once, from as many callers as there are threads
    public BatchRun(Engine engine, BatchInput input, BatchTarget target, BatchOptions options) {
        this.engine = engine;
        this.input = input;
        this.target = target;
        this.options = options;
    }

    /// A chunk on its way, and how far the input was read with it.
    private record InHand(Future<Answered> answer, long position) {}

    /// Runs to the end, or to the first bad row if those are not skipped.
    ///
    /// @throws WitanException naming the rule and the value; what was answered until then is kept
    public BatchResult run(BatchProgress progress) {
        long started = System.nanoTime();
        Mixture mixture = engine.mixture();
        requireRows(mixture);
        requireOtherFile();
        try (RowSource source = input.open(selection(mixture))) {
            requireSomeOf(mixture, source.fields());
            OutputPlan plan = new OutputPlan(source.fields(), mixture, options);
            SegmentFormat format = SegmentFormat.of(target.format(), targetName(), plan.fields());
            Optional<BatchOutput> opened = open(format);
            if (opened.isEmpty()) {
                return new BatchResult(true, 0, 0, 0, "", Duration.ofNanos(System.nanoTime() - started));
            }
            try (BatchOutput output = opened.get()) {
                Requests requests = new Requests(mixture.encoder(), input.format(), input.folder());
                Answerer answerer = new Answerer(engine, requests, plan, format, options);
                return run(source, output, answerer, format, progress, started);
            }
        }
    }

    private static void requireRows(Mixture mixture) {
        for (ColumnSpec column : mixture.encoder().columns()) {
            if (column.kind() == ColumnSpec.Kind.TOKENS) {
                throw WitanException.invalidInput(
                        "mixture '%s' reads tokens, several rows of numbers per record, which tables do not have"
                                .formatted(mixture.name()));
            }
        }
    }

    /// Answers take the place of a file that is there already, and a table is not theirs to take.
    private void requireOtherFile() {
        if (input instanceof BatchInput.OfFile(Path in, var _) && target instanceof BatchTarget.ToFile to) {
            try {
                if (Files.exists(in) && Files.exists(to.file()) && Files.isSameFile(in, to.file())) {
                    throw WitanException.invalidInput(to.file() + ": the answers need another file than the table");
                }
            } catch (IOException e) {
                throw new WitanException(ErrorCode.INVALID_INPUT, in + ": the file cannot be read: " + e, e);
            }
        }
    }

    private static void requireSomeOf(Mixture mixture, List<Field> fields) {
        List<String> wanted =
                mixture.encoder().columns().stream().map(ColumnSpec::name).toList();
        List<String> found = fields.stream().map(Field::name).toList();
        if (wanted.stream().noneMatch(found::contains)) {
            throw WitanException.invalidInput(
                    "the table must have some of the mixture's columns, %s: it has %s".formatted(wanted, found));
        }
    }

    private Selection selection(Mixture mixture) {
        Map<String, ColumnSpec.Kind> kinds = new HashMap<>();
        mixture.encoder().columns().forEach(column -> kinds.put(column.name(), column.kind()));
        return new Selection(options.keep().map(HashSet::new), kinds);
    }

    private String targetName() {
        return switch (target) {
            case BatchTarget.ToFile file -> file.file().toString();
            case BatchTarget.ToStream _ -> "";
        };
    }

    private Optional<BatchOutput> open(SegmentFormat format) {
        return switch (target) {
            case BatchTarget.ToStream stream ->
                Optional.of(new StreamOutput(stream.stream(), input.name(), stream.bad(), format));
            case BatchTarget.ToFile file ->
                FileOutput.open(file.file(), input.name(), identity(), format, file.isRestart())
                        .map(output -> output);
        };
    }

    /// What two runs must have in common for one to go on with the other's answers.
    private Optional<List<String>> identity() {
        Mixture mixture = engine.mixture();
        return input.identity()
                .map(table -> List.of(
                        "input: " + table,
                        "mixture: %s, release %d, %s".formatted(mixture.name(), mixture.release(), mixture.digest()),
                        "formats: %s to %s".formatted(input.format(), target.format()),
                        "columns: %s, experts %s"
                                .formatted(options.keep().map(List::toString).orElse("all"), options.experts()),
                        "portions: %d rows".formatted(options.chunkRows())));
    }

    private BatchResult run(
            RowSource source,
            BatchOutput output,
            Answerer answerer,
            SegmentFormat format,
            BatchProgress progress,
            long started) {
        long before = output.rowsDone();
        source.skip(before);
        Deque<InHand> inHand = new ArrayDeque<>();
        Counts counts = new Counts(output.rowsSkipped());
        try (ExecutorService workers = Executors.newFixedThreadPool(
                options.threads(),
                Thread.ofPlatform().daemon().name("witan-batch-", 1).factory())) {
            try {
                for (Optional<RawRows> rows = source.next(options.chunkRows());
                        rows.isPresent();
                        rows = source.next(options.chunkRows())) {
                    RawRows raw = rows.get();
                    inHand.add(new InHand(workers.submit(() -> answerer.answer(raw)), source.position()));
                    if (inHand.size() == options.chunksMax()) {
                        settle(inHand.remove(), output, counts, progress, source.total());
                    }
                }
                while (!inHand.isEmpty()) {
                    settle(inHand.remove(), output, counts, progress, source.total());
                }
                output.finish(format);
            } catch (RuntimeException e) {
                inHand.forEach(chunk -> chunk.answer().cancel(true));
                keep(output, e);
                throw e;
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        String badRows = counts.skipped > 0 ? output.badRows() : "";
        return new BatchResult(false, before + counts.rows, before, counts.skipped, badRows, elapsed);
    }

    private static void keep(BatchOutput output, RuntimeException cause) {
        try {
            output.keep();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /// What a run has dealt with so far.
    private static final class Counts {
        private long rows;
        private long skipped;

        Counts(long skipped) {
            this.skipped = skipped;
        }
    }

    private void settle(InHand chunk, BatchOutput output, Counts counts, BatchProgress progress, long total) {
        Answered answered = answer(chunk.answer());
        if (options.onBadRow() == BadRowPolicy.FAIL && !answered.bad().isEmpty()) {
            BadRow first = answered.bad().getFirst();
            throw WitanException.invalidInput(first.in(input.name()));
        }
        output.write(answered);
        counts.rows += answered.rowsRead();
        counts.skipped += answered.bad().size();
        progress.progress(counts.rows, chunk.position(), total);
    }

    private static Answered answer(Future<Answered> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WitanException known) {
                throw known;
            }
            throw new IllegalStateException("a chunk broke an invariant: " + e.getCause(), e);
        }
    }
}
