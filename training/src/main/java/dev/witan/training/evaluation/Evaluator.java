// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.training.Evaluation;
import dev.witan.training.ProgressListener;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TableParts;
import dev.witan.training.data.Target;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictions;
import dev.witan.training.step.Predictor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures a mixture on rows whose labels are known, part by part of a table, and keeps a few numbers of each
/// row, beyond some in a file: neither table nor answers need fit into memory. Owned by one thread.
public final class Evaluator implements AutoCloseable {
    public static final double CONFIDENCE = 0.95;
    private static final int BATCH_ROWS = 256;
    private static final int ENCODED_ROWS_MAX = 2_048;

    /// Rows of a table in files that are in memory at once.
    private static final int PART_ROWS = 1 << 15;

    private final Mixture mixture;
    private final EvaluationOptions options;
    private final Crew crew;
    private final Arena arena = Arena.ofShared();
    private final RowPages memory = new RowPages();
    private final Predictor predictor;
    private final LoadMeter loads;
    private final List<Labelled> cohorts;
    private final List<CoverageMeter> coverage = new ArrayList<>();
    private final List<TaskMeter> tasks = new ArrayList<>();
    private @Nullable TaskWatch watch;
    private String source = "";
    private int rows;
    private long shed;
    private long stoodIn;

    public Evaluator(Mixture mixture, EvaluationOptions options) {
        Evaluation.requireLocal(mixture.layer().experts());
        this.mixture = mixture;
        this.options = options;
        this.crew = new Crew(options.threads());
        this.predictor = new Predictor(arena, crew, mixture.layer(), BATCH_ROWS);
        this.loads = new LoadMeter(arena, mixture.layer());
        this.cohorts = options.cohorts().stream()
                .map(column -> new Labelled(column, memory))
                .toList();
        if (looksAtExperts() && mixture.encoder() instanceof TableEncoder encoder) {
            List<String> ids =
                    mixture.layer().experts().stream().map(Expert::id).toList();
            encoder.encoders().forEach(column -> coverage.add(new CoverageMeter(Bins.of(column), ids)));
        }
    }

    private boolean looksAtExperts() {
        return options.depth() == EvaluationOptions.Depth.EXPERTS;
    }

    /// Measures all of a table.
    public static EvaluationFigures measure(Mixture mixture, Table table, EvaluationOptions options) {
        try (Evaluator evaluator = new Evaluator(mixture, options)) {
            evaluator.add(table);
            return evaluator.figures();
        }
    }

    /// Answers some rows and compares the answers with their labels.
    public void add(Table table) {
        add(table, ProgressListener.none());
    }

    /// The same, and tells how many rows of the table are measured.
    public void add(Table table, ProgressListener listener) {
        cohorts.forEach(cohort -> requireColumn(table, cohort.column()));
        if (source.isEmpty()) {
            source = table.source();
        }
        listener.progress(0, table.rows(), "0 rows");
        int whole = table.isStored() ? PART_ROWS : table.rows();
        for (int from = 0; from < table.rows(); from += whole) {
            Table part = table.isStored() ? TableParts.of(table, from, Math.min(whole, table.rows() - from)) : table;
            add(part, from, table.rows(), listener);
        }
    }

    private static void requireColumn(Table table, String name) {
        if (table.column(name).isEmpty()) {
            throw WitanException.invalidInput("%s: a cohort must be a column: '%s'%s (columns: %s)"
                    .formatted(
                            table.source(),
                            name,
                            Suggestion.hint(name, table.names()),
                            String.join(", ", table.names())));
        }
    }

    private void add(Table table, int before, int total, ProgressListener listener) {
        Target target = Evaluation.labels(mixture, table, options.target());
        List<String> columns = Evaluation.knownColumns(mixture, table);
        TaskWatch told = watch(target);
        for (int from = 0; from < table.rows(); from += ENCODED_ROWS_MAX) {
            int count = Math.min(ENCODED_ROWS_MAX, table.rows() - from);
            add(table, target, columns, from, count, told);
            listener.progress(before + from + count, total, "%,d rows".formatted(before + from + count));
        }
    }

    private TaskWatch watch(Target target) {
        TaskWatch known = watch;
        if (known == null) {
            for (TaskView view : TaskView.of(mixture)) {
                tasks.add(new TaskMeter(view, view.target(target), arena, memory, looksAtExperts() ? predictor : null));
            }
            known = new TaskWatch(tasks, loads);
            watch = known;
        }
        return known;
    }

    private void add(Table table, Target all, List<String> columns, int from, int count, TaskWatch told) {
        int each = mixture.rowsEach();
        int width = mixture.layer().inputs();
        float[] encoded = encoded(table, columns, from, count);
        Predictions predictions = predictor.predictWhereThereIsRoom(
                (row, into) -> System.arraycopy(encoded, row * width, into, 0, width),
                IntStream.range(0, count * each).toArray(),
                Predictor.RowWishes.NONE,
                mixture.layer().router(),
                told);
        BitSet answered = new BitSet();
        Arrays.stream(predictions.answered()).forEach(answered::set);
        int[] kept = IntStream.range(0, count)
                .filter(record -> answered.nextClearBit(record * each) >= (record + 1) * each)
                .toArray();
        float[] combined =
                combined(predictions.outputs(), kept, each * mixture.layer().outputs());
        int[] rowsOfTable = Arrays.stream(kept).map(record -> from + record).toArray();
        for (TaskMeter task : tasks) {
            BitSet isKept = new BitSet();
            Arrays.stream(kept).forEach(isKept::set);
            task.patterns().keep(rows, row -> isKept.get(row - rows));
            task.add(
                    rows,
                    task.view().target(all),
                    rowsOfTable,
                    Arrays.stream(kept)
                            .mapToObj(record ->
                                    row(encoded, record * each + task.view().index(), width))
                            .toArray(float[][]::new),
                    task.view().judged(combined));
        }
        note(table, rowsOfTable);
        rows += kept.length;
        shed += count - kept.length;
        stoodIn += predictions.stoodIn();
    }

    /// A batch at a time, since a request may have only so many pictures.
    private float[] encoded(Table table, List<String> columns, int from, int count) {
        int width = mixture.rowsEach() * mixture.layer().inputs();
        float[] encoded = new float[count * width];
        for (int row = 0; row < count; row += BATCH_ROWS) {
            float[] part = mixture.encode(table.request(columns, from + row, Math.min(BATCH_ROWS, count - row)));
            System.arraycopy(part, 0, encoded, row * width, part.length);
        }
        return encoded;
    }

    private static float[] row(float[] all, int row, int width) {
        return Arrays.copyOfRange(all, row * width, (row + 1) * width);
    }

    /// The rows of some records, side by side.
    private static float[] combined(float[] outputs, int[] records, int width) {
        if (records.length * width == outputs.length) {
            return outputs;
        }
        float[] some = new float[records.length * width];
        for (int i = 0; i < records.length; i++) {
            System.arraycopy(outputs, records[i] * width, some, i * width, width);
        }
        return some;
    }

    /// Notes what cohorts and columns the rows have, the first of which is the next of all that were answered.
    private void note(Table table, int[] rowsOfTable) {
        for (Labelled cohort : cohorts) {
            TableColumn column = table.require(cohort.column());
            for (int row : rowsOfTable) {
                cohort.add(column.label(row));
            }
        }
        for (CoverageMeter meter : coverage) {
            Optional<TableColumn> column = table.column(meter.column());
            for (int i = 0; i < rowsOfTable.length; i++) {
                int row = rowsOfTable[i];
                meter.add(column.map(it -> it.label(row)).orElse(""), seenBy(rows + i));
            }
        }
    }

    /// The experts that a record went to, for whichever task.
    private List<Integer> seenBy(int record) {
        if (tasks.size() == 1) {
            return tasks.getFirst().patterns().pattern(record);
        }
        return tasks.stream()
                .flatMap(task -> task.patterns().pattern(record).stream())
                .distinct()
                .toList();
    }

    /// What was found out about all rows that were added.
    public EvaluationFigures figures() {
        return figures(ProgressListener.none());
    }

    /// The same, and tells how much of it is worked out.
    public EvaluationFigures figures(ProgressListener listener) {
        if (rows == 0) {
            throw WitanException.invalidInput("an evaluation needs rows: there are none"
                    + (shed == 0 ? "" : " that were answered, %d were shed".formatted(shed)));
        }
        int steps = tasks.stream().mapToInt(task -> task.steps(cohorts)).sum();
        int[] ended = new int[1];
        listener.progress(0, steps, "");
        List<TaskFigures> figures = tasks.stream()
                .map(task -> task.figures(
                        cohorts,
                        CONFIDENCE,
                        () -> listener.progress(
                                ++ended[0], steps, "%d of %d groups of rows".formatted(ended[0], steps))))
                .toList();
        return new EvaluationFigures(
                mixture.name(),
                mixture.release(),
                mixture.digest(),
                source,
                rows,
                shed,
                stoodIn,
                CONFIDENCE,
                figures,
                loads.figures(tasks.getFirst().patterns().size()),
                coverage.stream().map(CoverageMeter::coverage).toList());
    }

    @Override
    public void close() {
        crew.close();
        arena.close();
        memory.close();
    }
}
