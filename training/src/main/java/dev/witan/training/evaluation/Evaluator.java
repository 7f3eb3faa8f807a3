// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.statistics.Normal;
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
/// row: a table need not fit into memory. Owned by one thread.
public final class Evaluator implements AutoCloseable {
    public static final double CONFIDENCE = 0.95;
    private static final int BATCH_ROWS = 256;
    private static final int ENCODED_ROWS_MAX = 2_048;
    private static final int PATTERNS_SHOWN = 20;

    private final Mixture mixture;
    private final EvaluationOptions options;
    private final Crew crew;
    private final Arena arena = Arena.ofShared();
    private final Predictor predictor;
    private final LoadMeter loads;
    private final PatternCounter patterns = new PatternCounter();
    private final List<Labelled> cohorts;
    private final List<CoverageMeter> coverage = new ArrayList<>();
    private @Nullable CoverageMeter labels;
    private @Nullable Answers answers;
    private @Nullable AloneSample alone;
    private @Nullable Target first;
    private String source = "";
    private long rows;
    private long shed;

    public Evaluator(Mixture mixture, EvaluationOptions options) {
        Evaluation.requireLocal(mixture.layer().experts());
        this.mixture = mixture;
        this.options = options;
        this.crew = new Crew(options.threads());
        this.predictor = new Predictor(arena, crew, mixture.layer(), BATCH_ROWS);
        this.loads = new LoadMeter(arena, mixture.layer());
        this.cohorts = options.cohorts().stream().map(Labelled::new).toList();
        if (options.depth() == EvaluationOptions.Depth.EXPERTS && mixture.encoder() instanceof TableEncoder encoder) {
            encoder.encoders().forEach(column -> coverage.add(new CoverageMeter(Bins.of(column), ids())));
        }
    }

    private List<String> ids() {
        return mixture.layer().experts().stream().map(Expert::id).toList();
    }

    /// Whether answers of this kind can be looked at one by one: those of one column with classes or a number.
    public static boolean knows(TargetKind kind) {
        return switch (kind) {
            case BINARY, MULTI_CLASS, REGRESSION -> true;
            case MULTI_LABEL, QUANTILE, MULTI_TASK -> false;
        };
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
        Target target = Evaluation.labels(mixture, table, options.target());
        cohorts.forEach(cohort -> requireColumn(table, cohort.column()));
        if (first == null) {
            first = target;
            source = table.source();
            answers = Answers.of(target.kind(), target.classes());
            if (options.depth() == EvaluationOptions.Depth.EXPERTS) {
                alone = new AloneSample(mixture, predictor, target);
                labels = new CoverageMeter(Bins.ofLabels(target.name(), mixture.head()), ids());
            }
        }
        List<String> columns = Evaluation.knownColumns(mixture, table);
        for (int from = 0; from < table.rows(); from += ENCODED_ROWS_MAX) {
            add(table, target, columns, from, Math.min(ENCODED_ROWS_MAX, table.rows() - from));
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

    private void add(Table table, Target all, List<String> columns, int from, int count) {
        float[][] encoded = new float[count][mixture.encoder().dimensions()];
        for (int row = 0; row < count; row++) {
            mixture.encoder().encode(table.request(columns, from + row, 1), encoded[row]);
        }
        int routed = patterns.rows();
        Predictions predictions = predictor.predictWhereThereIsRoom(
                (row, into) -> System.arraycopy(encoded[row], 0, into, 0, into.length),
                IntStream.range(0, count).toArray(),
                Predictor.RowWishes.NONE,
                mixture.layer().router(),
                loads.and(patterns));
        int[] answered = predictions.answered();
        BitSet kept = new BitSet(count);
        Arrays.stream(answered).forEach(kept::set);
        patterns.keep(routed, row -> kept.get(row - routed));
        double[] values = Arrays.stream(answered)
                .mapToDouble(row -> all.value(from + row))
                .toArray();
        Target part = new Target(all.name(), all.kind(), all.classes(), values);
        float[] outputs = Evaluation.judged(mixture, predictions.ofAnswered());
        int width = outputs.length / Math.max(1, answered.length);
        for (int i = 0; i < answered.length; i++) {
            known(answers).add(outputs, i * width, values[i]);
        }
        int[] rowsOfTable = Arrays.stream(answered).map(row -> from + row).toArray();
        note(table, rowsOfTable, routed);
        if (alone != null) {
            float[][] inOrder =
                    Arrays.stream(answered).mapToObj(row -> encoded[row]).toArray(float[][]::new);
            alone.add(rows, inOrder, outputs, part);
        }
        rows += answered.length;
        shed += predictions.shed();
    }

    /// Notes what cohorts and columns the rows have.
    ///
    /// @param first number of the first of them among all that were answered
    private void note(Table table, int[] rowsOfTable, int first) {
        for (Labelled cohort : cohorts) {
            TableColumn column = table.require(cohort.column());
            for (int row : rowsOfTable) {
                cohort.add(column.label(row));
            }
        }
        for (CoverageMeter meter : coverage) {
            note(meter, table.column(meter.column()), rowsOfTable, first);
        }
        if (labels != null) {
            note(labels, table.column(options.target()), rowsOfTable, first);
        }
    }

    private void note(CoverageMeter meter, Optional<TableColumn> column, int[] rowsOfTable, int first) {
        for (int i = 0; i < rowsOfTable.length; i++) {
            int row = rowsOfTable[i];
            meter.add(column.map(it -> it.label(row)).orElse(""), patterns.pattern(first + i));
        }
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw WitanException.invalidInput("an evaluation needs rows: there are none");
        }
        return value;
    }

    /// What was found out about all rows that were added.
    public EvaluationFigures figures() {
        return new EvaluationFigures(
                mixture.name(),
                mixture.release(),
                mixture.digest(),
                source,
                rows,
                shed,
                CONFIDENCE,
                List.of(task(known(first), known(answers))),
                loads.figures(patterns.size()),
                coverage.stream().map(CoverageMeter::coverage).toList());
    }

    private TaskFigures task(Target target, Answers given) {
        double reach = Normal.reach(CONFIDENCE, 1);
        Measures all = given.measures(_ -> true, reach);
        return new TaskFigures(
                target.name(),
                target.kind(),
                all,
                given.anatomy(reach),
                alone == null ? List.of() : experts(given, alone, reach),
                alone == null ? all : alone.together(reach),
                patterns(given, reach),
                cohorts.stream()
                        .map(cohort -> CohortColumn.of(cohort, given, CONFIDENCE))
                        .toList(),
                Optional.ofNullable(labels).map(CoverageMeter::coverage));
    }

    private List<ExpertFigures> experts(Answers given, AloneSample sample, double reach) {
        List<ExpertFigures> figures = new ArrayList<>();
        List<Expert> experts = mixture.layer().experts();
        for (int expert = 0; expert < experts.size(); expert++) {
            Integer index = expert;
            Measures answered = given.measures(row -> patterns.pattern(row).contains(index), reach);
            figures.add(new ExpertFigures(experts.get(expert).id(), answered, sample.alone(expert, reach)));
        }
        return figures;
    }

    private List<PatternFigures> patterns(Answers given, double reach) {
        List<Integer> order = patterns.byFrequency();
        List<PatternFigures> figures = new ArrayList<>();
        for (int place : order.subList(0, Math.min(PATTERNS_SHOWN, order.size()))) {
            List<String> ids = patterns.experts(place).stream()
                    .map(expert -> mixture.layer().experts().get(expert).id())
                    .toList();
            figures.add(new PatternFigures(ids, given.measures(row -> patterns.place(row) == place, reach)));
        }
        return figures;
    }

    @Override
    public void close() {
        crew.close();
        arena.close();
    }
}
