// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.response.TasksHead;
import dev.witan.training.EncodedRows;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rows with labels on which a mixture is measured before and after a change that leaves its encoder alone. Its memory
/// lives as long as the arena.
public final class HeldOut {
    private static final int BATCH_ROWS = 256;
    private static final int COHORT_ROWS_MIN = 50;
    private static final int COHORTS_MAX = 50;

    private final Table table;
    private final EncodedRows rows;
    private final Target labels;
    private final int[] measured;
    private final int threads;

    private HeldOut(Table table, EncodedRows rows, Target labels, int[] measured, int threads) {
        this.table = table;
        this.rows = rows;
        this.labels = labels;
        this.measured = measured;
        this.threads = threads;
    }

    /// All rows that there is room for.
    public static HeldOut of(Arena arena, Mixture mixture, Table table, String target, int threads) {
        Evaluation.requireLocal(mixture.layer().experts());
        EncodedRows rows = EncodedRows.of(arena, mixture, table, 1, "to measure a change");
        int[] all = new int[rows.count()];
        Arrays.setAll(all, row -> row);
        return new HeldOut(table, rows, Evaluation.labels(mixture, table, target), all, threads);
    }

    /// The same, some of the rows only.
    HeldOut only(int[] some) {
        return new HeldOut(table, rows, labels, some, threads);
    }

    EncodedRows rows() {
        return rows;
    }

    Target labels() {
        return labels;
    }

    /// How many rows are measured.
    public int count() {
        return measured.length;
    }

    /// What a mixture answers to the rows, in the target's own unit.
    public float[] answers(Mixture mixture) {
        MoeLayer layer = mixture.layer();
        try (Crew crew = new Crew(threads);
                Arena arena = Arena.ofShared()) {
            float[] outputs = new Predictor(arena, crew, layer, BATCH_ROWS)
                    .predict(
                            (row, values) -> rows.values().copyRowTo(row, values, 0),
                            rows.of(measured),
                            layer.router(),
                            RoutingWatch.none());
            return Evaluation.judged(mixture, outputs);
        }
    }

    /// How good these answers are.
    public Quality quality(float[] answers) {
        return QualityMeter.measure(labels, measured, answers);
    }

    /// What becomes of the rows of each class and of each value of a column that holds few of them, the most hurt
    /// first:
    /// what is rare may be what an expert is for, and the mean does not show it.
    ///
    /// @param mixture tells what is a category, and the scale of numbers
    public List<CohortLoss> cohorts(Mixture mixture, float[] before, float[] after) {
        double[] was = losses(mixture, before);
        double[] is = losses(mixture, after);
        List<CohortLoss> cohorts = new ArrayList<>();
        for (Target task : labels.parts().isEmpty() ? List.of(labels) : labels.parts()) {
            if (task.kind() == TargetKind.BINARY || task.kind() == TargetKind.MULTI_CLASS) {
                String[] classes = new String[measured.length];
                Arrays.setAll(classes, i -> classOf(task, measured[i]));
                add(cohorts, task.name(), classes, was, is);
            }
        }
        for (ColumnSpec column : mixture.encoder().columns()) {
            if (table.column(column.name()).orElse(null) instanceof TableColumn.Texts texts) {
                String[] values = new String[measured.length];
                Arrays.setAll(values, i -> texts.isMissing(measured[i]) ? "?" : texts.label(measured[i]));
                add(cohorts, column.name(), values, was, is);
            }
        }
        cohorts.sort(Comparator.comparingDouble(CohortLoss::rise).reversed());
        return cohorts;
    }

    private static String classOf(Target task, int row) {
        return task.isLabelled(row) ? task.classes().get(task.classOf(row)) : "?";
    }

    private static void add(List<CohortLoss> cohorts, String column, String[] values, double[] was, double[] is) {
        Map<String, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            groups.computeIfAbsent(values[i], _ -> new ArrayList<>()).add(i);
        }
        if (groups.size() > COHORTS_MAX) {
            return;
        }
        groups.forEach((value, members) -> {
            if (members.size() >= COHORT_ROWS_MIN) {
                cohorts.add(cohort(column, value, members, was, is));
            }
        });
    }

    private static CohortLoss cohort(String column, String value, List<Integer> members, double[] was, double[] is) {
        double before = 0;
        double after = 0;
        double squares = 0;
        for (int i : members) {
            before += was[i] / members.size();
            after += is[i] / members.size();
            squares += (is[i] - was[i]) * (is[i] - was[i]) / members.size();
        }
        double variance = Math.max(0, squares - (after - before) * (after - before));
        return new CohortLoss(column, value, members.size(), before, after, Math.sqrt(variance / members.size()));
    }

    private double[] losses(Mixture mixture, float[] answers) {
        return mixture.head() instanceof TasksHead tasks
                ? ofTasks(tasks, answers)
                : RowLosses.of(labels, mixture.head(), measured, answers);
    }

    /// The mean over the tasks whose label a row has; nothing where it has none.
    private double[] ofTasks(TasksHead head, float[] answers) {
        double[] sums = new double[measured.length];
        int[] counts = new int[measured.length];
        int width = answers.length / measured.length;
        int from = 0;
        for (int task = 0; task < head.towers().size(); task++) {
            Target part = labels.parts().get(task);
            int own = part.outputs();
            float[] its = new float[measured.length * own];
            for (int i = 0; i < measured.length; i++) {
                System.arraycopy(answers, i * width + from, its, i * own, own);
            }
            double[] losses = RowLosses.of(part, head.towers().get(task).head(), measured, its);
            for (int i = 0; i < losses.length; i++) {
                boolean isCounted = part.isLabelled(measured[i]);
                sums[i] += isCounted ? losses[i] : 0;
                counts[i] += isCounted ? 1 : 0;
            }
            from += own;
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i]);
        }
        return sums;
    }
}
