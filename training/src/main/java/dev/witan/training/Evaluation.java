// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.engine.response.VectorHead;
import dev.witan.training.data.ColumnKind;
import dev.witan.training.data.ColumnRule;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableSchema;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.data.TargetReader;
import dev.witan.training.report.Judged;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictions;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Measures a mixture on a table whose labels are known. Columns that the table lacks count as missing, and those that
/// the mixture does not know are ignored.
public final class Evaluation {
    private static final int BATCH_ROWS = 256;

    private Evaluation() {}

    /// How the columns of a table must be read to be evaluated: as the mixture reads them, and the labels of classes as
    /// texts. For the table reader.
    public static TableSchema schema(Mixture mixture, String target) {
        Map<String, ColumnRule> rules = new HashMap<>();
        labelRules(mixture.head(), target, rules);
        return TableSchema.of(mixture.encoder()).with(rules);
    }

    private static void labelRules(Head head, String target, Map<String, ColumnRule> rules) {
        switch (head) {
            case RegressionHead _, QuantileHead _ -> rules.put(target, ColumnRule.of(ColumnKind.NUMBER));
            case TasksHead(int _, var towers) -> towers.forEach(tower -> labelRules(tower.head(), tower.task(), rules));
            case MultiLabelHead(var labels, var _) -> {
                labels.forEach(label -> rules.put(label, ColumnRule.of(ColumnKind.CATEGORY)));
                rules.put(target, ColumnRule.of(ColumnKind.CATEGORY));
            }
            default -> rules.put(target, ColumnRule.of(ColumnKind.CATEGORY));
        }
    }

    /// Answers every row and measures the answers.
    ///
    /// @param threads that compute
    public static Quality measure(Mixture mixture, Table table, String target, int threads) {
        return measure(mixture, table, labels(mixture, table, target), threads);
    }

    /// The same against labels that some rows may lack; these are left out, and so are rows that no expert had room
    /// for.
    static Quality measure(Mixture mixture, Table table, Target labels, int threads) {
        try (Crew crew = new Crew(threads);
                Arena arena = Arena.ofShared()) {
            return measure(arena, crew, mixture, table, labels);
        }
    }

    private static Quality measure(Arena arena, Crew crew, Mixture mixture, Table table, Target labels) {
        var layer = mixture.layer();
        requireLocal(layer.experts());
        Predictor predictor = new Predictor(arena, crew, layer, BATCH_ROWS);
        List<String> columns = knownColumns(mixture, table);
        int each = mixture.rowsEach();
        int[] rows = IntStream.range(0, table.rows())
                .filter(row -> each > 1 || labels.isLabelled(row))
                .toArray();
        Predictions answers = predictor.predictWhereThereIsRoom(
                encoder(mixture, table, columns),
                each == 1 ? rows : IntStream.range(0, rows.length * each).toArray(),
                Predictor.RowWishes.NONE,
                layer.router(),
                RoutingWatch.none());
        int[] whole = whole(answers.answered(), each);
        float[] outputs = judged(mixture, records(answers.outputs(), whole, each * layer.outputs()));
        return QualityMeter.measure(
                labels, IntStream.of(whole).map(place -> rows[place]).toArray(), outputs);
    }

    /// The records all of whose rows were answered.
    private static int[] whole(int[] answered, int each) {
        if (each == 1) {
            return answered;
        }
        return IntStream.range(0, answered.length - each + 1)
                .filter(i -> answered[i] % each == 0 && answered[i + each - 1] == answered[i] + each - 1)
                .map(i -> answered[i] / each)
                .toArray();
    }

    private static float[] records(float[] outputs, int[] records, int width) {
        if (records.length * width == outputs.length) {
            return outputs;
        }
        float[] some = new float[records.length * width];
        for (int i = 0; i < records.length; i++) {
            System.arraycopy(outputs, records[i] * width, some, i * width, width);
        }
        return some;
    }

    /// Encodes rows of the mixture, of which a record of several tasks has several.
    private static Predictor.RowEncoder encoder(Mixture mixture, Table table, List<String> columns) {
        int each = mixture.rowsEach();
        int width = mixture.layer().inputs();
        if (each == 1) {
            return (row, values) -> mixture.encoder().encode(table.request(columns, row, 1), values);
        }
        return (row, values) -> {
            float[] rows = mixture.encode(table.request(columns, row / each, 1));
            System.arraycopy(rows, row % each * width, values, 0, width);
        };
    }

    /// Refuses a mixture with experts that are elsewhere.
    public static void requireLocal(List<Expert> experts) {
        for (Expert expert : experts) {
            if (!expert.isLocal()) {
                throw WitanException.invalidInput("every expert must be local to be evaluated: '" + expert.id() + "'");
            }
        }
    }

    /// The mixture's columns that the table has, at least one.
    public static List<String> knownColumns(Mixture mixture, Table table) {
        List<String> columns = mixture.encoder().columns().stream()
                .map(ColumnSpec::name)
                .filter(name -> table.column(name).isPresent())
                .toList();
        if (columns.isEmpty()) {
            throw WitanException.invalidInput("%s: the table must have some of the mixture's columns, %s: it has %s"
                    .formatted(
                            table.source(),
                            mixture.encoder().columns().stream()
                                    .map(ColumnSpec::name)
                                    .toList(),
                            table.names()));
        }
        return columns;
    }

    /// What a mixture predicts.
    public static TargetKind kind(Mixture mixture) {
        return switch (mixture.head()) {
            case BinaryHead _ -> TargetKind.BINARY;
            case MultiClassHead _ -> TargetKind.MULTI_CLASS;
            case MultiLabelHead _ -> TargetKind.MULTI_LABEL;
            case RegressionHead _ -> TargetKind.REGRESSION;
            case QuantileHead _ -> TargetKind.QUANTILE;
            case TasksHead _ -> TargetKind.MULTI_TASK;
            case ChatHead _, VectorHead _ ->
                throw WitanException.invalidInput(
                        "mixture '%s' answers with nothing that can be trained from a table".formatted(mixture.name()));
        };
    }

    /// The labels of the table's rows, as the mixture's answers are to be compared with.
    public static Target labels(Mixture mixture, Table table, String target) {
        return labels(mixture.head(), mixture.name(), table, target);
    }

    private static Target labels(Head head, String mixture, Table table, String target) {
        return switch (head) {
            case BinaryHead(var classes) -> TargetReader.read(table, target, TargetKind.BINARY, classes);
            case MultiClassHead(var classes, var _) ->
                TargetReader.read(table, target, TargetKind.MULTI_CLASS, classes);
            case MultiLabelHead(var labels, var separator) -> TargetReader.readLabels(table, target, labels, separator);
            case RegressionHead _ -> TargetReader.read(table, target, TargetKind.REGRESSION, List.of());
            case QuantileHead(var levels, double _, double _) -> TargetReader.readNumbers(table, target, levels);
            case TasksHead(int _, var towers) ->
                Target.tasks(
                        target, towers.stream().map(tower -> task(tower, table)).toList());
            case ChatHead _ ->
                throw WitanException.invalidInput(
                        "a mixture that answers conversations has no answers to compare with a table's: '%s'"
                                .formatted(mixture));
            case VectorHead _ ->
                throw WitanException.invalidInput(
                        "mixture '%s' gives vectors, which no labels can be compared with".formatted(mixture));
        };
    }

    /// The labels of one task, which some rows may lack.
    private static Target task(TasksHead.Tower tower, Table table) {
        return switch (tower.head()) {
            case BinaryHead(var classes) -> TargetReader.readKnown(table, tower.task(), TargetKind.BINARY, classes);
            case MultiClassHead(var classes, var _) ->
                TargetReader.readKnown(table, tower.task(), TargetKind.MULTI_CLASS, classes);
            case RegressionHead _ -> TargetReader.readKnown(table, tower.task(), TargetKind.REGRESSION, List.of());
            case Head other -> labels(other, "", table, tower.task());
        };
    }

    /// What quality is measured on, of combined outputs.
    public static float[] judged(Mixture mixture, float[] outputs) {
        int rows = outputs.length / mixture.layer().outputs();
        return Judged.of(mixture.head(), mixture.layer().kernels(), outputs, rows);
    }
}
