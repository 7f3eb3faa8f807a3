// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.features.EncoderFit;
import dev.witan.training.features.TakenShares;
import java.util.ArrayList;
import java.util.List;

/// The settings of one training, with everything that was left open fitted to the table. Small tables get few and small
/// experts, coarse bins, small batches, many epochs and much regularisation; large ones the reverse.
///
/// @param experts that are trained; those that are always on stand last
/// @param fanOut how many of the others a row goes to
/// @param epochs passes over the training rows at most
/// @param patience epochs without a better validation figure after which training ends
/// @param batchRows rows of a batch
/// @param learningRate highest step of the optimizer
/// @param weightDecay share of the weights that is taken off, times the step
/// @param dropout share of hidden values that are switched off
/// @param taken how much of the input is taken away
/// @param averageDecay of the moving average of the weights
/// @param encoders how encoders are fitted
record TrainingPlan(
        List<ExpertShape> experts,
        int fanOut,
        int epochs,
        int patience,
        int batchRows,
        double learningRate,
        double weightDecay,
        double dropout,
        TakenShares taken,
        double averageDecay,
        EncoderFit encoders) {
    /// Bins and embeddings together should not make rows wider than this, when there are many columns.
    private static final int ROW_WIDTH_SOUGHT = 1024;

    /// A table with more columns counts as one with fewer rows: there is more to learn by heart.
    private static final int COLUMNS_USUAL = 20;

    private static final int FAN_OUT = 2;
    private static final int FAN_OUT_MAX = 64;
    private static final int STEPS_SOUGHT = 2_400;
    private static final int ROWS_SEEN_MAX = 4_000_000;
    private static final int VOCABULARY_MAX = 20_000;
    private static final double LEARNING_RATE = 3e-3;
    private static final double TAKEN_SHARE = 0.02;
    private static final double AVERAGE_DECAY = 0.995;
    private static final double EMBEDDING_SCALE = 0.3;
    private static final int EMBEDDING_WIDTH_MAX = 6;

    /// What suits a table of a size.
    private record Fit(int experts, List<Integer> hidden, int batchRows, double weightDecay, double dropout) {
        static Fit of(int columns, int allRows) {
            double rows = allRows * Math.min(1, Math.sqrt((double) COLUMNS_USUAL / columns));
            if (rows < 1_500) {
                return new Fit(4, List.of(8), 32, 1, 0.3);
            }
            if (rows < 4_000) {
                return new Fit(8, List.of(16), 32, 0.5, 0.2);
            }
            return rows < 12_000 ? new Fit(8, List.of(32), 64, 0.2, 0.1) : new Fit(8, List.of(64, 32), 256, 0.1, 0.1);
        }
    }

    /// @param columns that are learned from
    /// @param rows that are learned from
    static TrainingPlan of(TrainingOptions options, int columns, int rows) {
        return of(options, TrainingStart.fresh(), columns, rows);
    }

    /// @param start whose experts are trained where the options name none
    static TrainingPlan of(TrainingOptions options, TrainingStart start, int columns, int rows) {
        return of(options, start, columns, rows, 0);
    }

    /// @param tasks how many there are; 0 for one
    static TrainingPlan of(TrainingOptions options, TrainingStart start, int columns, int rows, int tasks) {
        Fit fit = Fit.of(columns, rows);
        List<ExpertShape> experts = tasks > 0 ? ofTasks(options, fit, tasks) : experts(options, start, fit);
        OptimiserOptions optimiser = options.optimiser();
        int batchRows = optimiser.batchRows() > 0 ? optimiser.batchRows() : fit.batchRows();
        int epochs = optimiser.epochs() > 0 ? optimiser.epochs() : epochs(rows, batchRows);
        return new TrainingPlan(
                experts,
                tasks > 0 && options.fanOut() == 0 ? Math.min(experts.size(), FAN_OUT_MAX) : fanOut(options, start),
                epochs,
                optimiser.patience() > 0 ? optimiser.patience() : Math.max(3, epochs / 3),
                batchRows,
                optimiser.learningRate() > 0 ? optimiser.learningRate() : LEARNING_RATE,
                optimiser.weightDecay() >= 0 ? optimiser.weightDecay() : fit.weightDecay(),
                optimiser.dropout() >= 0 ? optimiser.dropout() : fit.dropout(),
                new TakenShares(TAKEN_SHARE, options.text().takenShare()),
                AVERAGE_DECAY,
                new EncoderFit(
                        bins(columns, rows),
                        occurrencesMin(rows),
                        VOCABULARY_MAX,
                        EMBEDDING_WIDTH_MAX,
                        EMBEDDING_SCALE,
                        options.text()));
    }

    private static int epochs(int rows, int batchRows) {
        int steps = Math.max(1, rows / batchRows);
        return Math.min(Math.clamp(STEPS_SOUGHT / steps, 12, 60), Math.max(2, ROWS_SEEN_MAX / rows));
    }

    private static int bins(int columns, int rows) {
        return Math.clamp(Math.min(rows / 150, ROW_WIDTH_SOUGHT / columns), 3, 64);
    }

    private static int occurrencesMin(int rows) {
        return rows < 1_000 ? 2 : rows < 10_000 ? 3 : 5;
    }

    private static int fanOut(TrainingOptions options, TrainingStart start) {
        if (options.fanOut() > 0) {
            return options.fanOut();
        }
        return switch (start) {
            case TrainingStart.Fresh _ -> FAN_OUT;
            case TrainingStart.From(var mixture) -> mixture.layer().router().fanOut();
        };
    }

    /// Half as many to share as one task would have, since each row goes to all of them, and then each task's own.
    private static List<ExpertShape> ofTasks(TrainingOptions options, Fit fit, int tasks) {
        int shared = options.experts() > 0 ? options.experts() : Math.max(2, fit.experts() / 2);
        return options.shapes().isEmpty()
                ? TaskExperts.of(shared, tasks, options.tasks().own(), fit.hidden())
                : options.shapes();
    }

    private static List<ExpertShape> experts(TrainingOptions options, TrainingStart start, Fit fit) {
        if (!options.shapes().isEmpty()) {
            List<ExpertShape> all = new ArrayList<>(networks(options.experts(), fit));
            all.addAll(options.shapes());
            return TrainingOptions.ordered(all);
        }
        if (start instanceof TrainingStart.From(var mixture)) {
            return new WarmStart(mixture).shapes();
        }
        int count = options.experts() > 0 ? options.experts() : Math.max(fit.experts(), options.fanOut());
        int groups = Math.max(1, options.gate().groups());
        int all = (count + groups - 1) / groups * groups;
        TrainingOptions.requireGroups(options.gate(), all, fanOut(options, start));
        return networks(all, fit);
    }

    private static List<ExpertShape> networks(int count, Fit fit) {
        List<ExpertShape> experts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            experts.add(new ExpertShape.Network("expert-" + i, fit.hidden()));
        }
        return experts;
    }
}
