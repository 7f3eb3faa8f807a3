// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.engine.response.VectorHead;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Scratch;
import dev.witan.training.EncodedRows;
import dev.witan.training.Evaluation;
import dev.witan.training.ProgressListener;
import dev.witan.training.data.Table;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Teaches one dense network to answer as a whole mixture does, from rows without labels: an expert that can stand in
/// for all the others.
public final class DenseDistillation {
    private static final int ROWS_MIN = 100;
    private static final double MEASURED = 0.25;
    private static final int BATCH_ROWS = 256;
    private static final Activation ACTIVATION = Activation.GELU;

    private final Arena arena;
    private final Mixture mixture;
    private final MoeLayer layer;
    private final DenseOptions options;
    private final EncodedRows rows;
    private final int width;

    private DenseDistillation(Arena arena, Mixture mixture, Table table, DenseOptions options) {
        this.arena = arena;
        this.mixture = mixture;
        this.layer = mixture.layer();
        this.options = options;
        this.width = layer.experts().getFirst().outputs();
        this.rows = EncodedRows.of(arena, mixture, table, ROWS_MIN, "to teach a dense network");
    }

    /// Trains a student, and measures it on a quarter of the rows, which it does not learn from.
    ///
    /// @param arena for the student's weights
    /// @param target the column with the labels, for the quality of both; empty for none
    public static DistilledDense distil(
            Arena arena,
            Mixture mixture,
            Table table,
            Optional<String> target,
            DenseOptions options,
            ProgressListener listener) {
        MoeLayer layer = mixture.layer();
        if (mixture.head() instanceof ChatHead) {
            throw WitanException.invalidInput("a mixture of chat models has no answers to be taught");
        }
        GateDistillation.requireOneTask(mixture);
        if (layer.outputs() != layer.experts().getFirst().outputs()) {
            throw WitanException.invalidInput(
                    "the mixture puts its experts' outputs side by side, which no single expert can stand in for");
        }
        Evaluation.requireLocal(layer.experts());
        DenseDistillation distillation = new DenseDistillation(arena, mixture, table, options);
        TaskMeter task = new TaskMeter(mixture, table, target, distillation.rows, options.threads());
        return distillation.distil(task, listener);
    }

    private DistilledDense distil(TaskMeter task, ProgressListener listener) {
        float[] answers = task.outputs(layer, IntStream.range(0, rows.count()).toArray());
        TrainableNetwork student = TrainableNetwork.random(
                arena,
                "dense",
                mixture.encoder().dimensions(),
                options.hidden(),
                width,
                ACTIVATION,
                new SeededNumbers(options.seed(), 0xDE45E),
                1);
        EncodedRows.Parts parts = rows.parts(MEASURED, options.seed());
        AnswerLoss loss = new AnswerLoss(mixture.head(), answers, width, options.temperature());
        new Student(arena, layer.kernels(), student, rows.values(), loss)
                .learn(parts.learned(), options.steps(), options.seed(), "dense network", listener);
        int[] measured = parts.measured();
        float[] ofMixture = picked(answers, measured);
        float[] ofStudent = outputs(student.serving(), measured);
        DenseReport report = new DenseReport(
                rows.count() - measured.length,
                measured.length,
                agreement(ofMixture, ofStudent),
                task.quality(measured, ofMixture),
                task.quality(measured, ofStudent),
                task.multiplyAdds(layer, measured),
                student.serving().multiplyAddsPerRow());
        return new DistilledDense(student.serving(), options.hidden(), ACTIVATION, report);
    }

    private float[] picked(float[] all, int[] order) {
        float[] some = new float[order.length * width];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(all, order[i] * width, some, i * width, width);
        }
        return some;
    }

    private float[] outputs(FeedForward network, int[] order) {
        float[] outputs = new float[order.length * width];
        try (Arena own = Arena.ofShared()) {
            FloatMatrix in = FloatMatrix.allocate(own, BATCH_ROWS, network.inputs());
            FloatMatrix out = FloatMatrix.allocate(own, BATCH_ROWS, width);
            Scratch scratch = Scratch.allocate(own, BATCH_ROWS, network.widestHidden());
            for (int from = 0; from < order.length; from += BATCH_ROWS) {
                int count = Math.min(BATCH_ROWS, order.length - from);
                for (int row = 0; row < count; row++) {
                    in.copyRowFrom(row, rows.values(), order[from + row]);
                }
                network.forward(layer.kernels(), in, 0, count, scratch.a(), scratch.b(), out, 0);
                for (int row = 0; row < count; row++) {
                    out.copyRowTo(row, outputs, (from + row) * width);
                }
            }
        }
        return outputs;
    }

    private double agreement(float[] ofMixture, float[] ofStudent) {
        return switch (mixture.head()) {
            case BinaryHead _, MultiClassHead _ -> sameClass(ofMixture, ofStudent);
            case MultiLabelHead _, QuantileHead _, RegressionHead _, TasksHead _, VectorHead _, ChatHead _ ->
                explained(ofMixture, ofStudent);
        };
    }

    private double sameClass(float[] ofMixture, float[] ofStudent) {
        int count = ofMixture.length / width;
        int same = 0;
        for (int row = 0; row < count; row++) {
            same += classOf(ofMixture, row) == classOf(ofStudent, row) ? 1 : 0;
        }
        return (double) same / count;
    }

    private int classOf(float[] outputs, int row) {
        if (width == 1) {
            return outputs[row] >= 0 ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < width; i++) {
            best = outputs[row * width + i] > outputs[row * width + best] ? i : best;
        }
        return best;
    }

    private static double explained(float[] wanted, float[] found) {
        double mean = 0;
        for (float value : wanted) {
            mean += value / (double) wanted.length;
        }
        double errors = 0;
        double variance = 0;
        for (int i = 0; i < wanted.length; i++) {
            errors += Math.pow(wanted[i] - found[i], 2);
            variance += Math.pow(wanted[i] - mean, 2);
        }
        return variance > 0 ? 1 - errors / variance : Double.NaN;
    }

    /// Widths that are likely to do: those of the mixture's widest expert, as often as a row has experts.
    public static List<Integer> usualHidden(List<List<Integer>> ofExperts, int fanOut) {
        return ofExperts.stream()
                .max(Comparator.comparingInt(
                        widths -> widths.stream().mapToInt(Integer::intValue).sum()))
                .filter(widths -> !widths.isEmpty())
                .map(widths -> widths.stream().map(width -> width * fanOut).toList())
                .orElse(List.of(32));
    }
}
