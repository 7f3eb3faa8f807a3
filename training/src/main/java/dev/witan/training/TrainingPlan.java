// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.TargetKind;
import dev.witan.training.features.EncoderFit;
import java.util.ArrayList;
import java.util.List;

/// The settings of one training, with everything that was left open fitted to the table: small tables get small
/// experts,
/// small batches and many epochs, large ones the reverse.
///
/// @param experts that are trained
/// @param epochs passes over the training rows at most
/// @param patience epochs without a better validation figure after which training ends
/// @param batchRows rows of a batch
/// @param learningRate highest step of the optimizer
/// @param weightDecay share of the weights that is taken off, times the step
/// @param dropout share of hidden values that are switched off
/// @param takenShare share of input values that are taken away
/// @param averageDecay of the moving average of the weights
/// @param encoders how encoders are fitted
record TrainingPlan(
        List<ExpertShape> experts,
        int epochs,
        int patience,
        int batchRows,
        double learningRate,
        double weightDecay,
        double dropout,
        double takenShare,
        double averageDecay,
        EncoderFit encoders) {
    static TrainingPlan of(TrainingOptions options, TargetKind kind, int rows) {
        int batchRows = options.batchRows() > 0 ? options.batchRows() : batchRows(rows);
        int steps = Math.max(1, rows / batchRows);
        int epochs = options.epochs() > 0 ? options.epochs() : Math.clamp(2400 / steps, 12, 60);
        return new TrainingPlan(
                experts(options, rows),
                epochs,
                Math.max(3, epochs / 3),
                batchRows,
                options.learningRate() > 0 ? options.learningRate() : 2e-3,
                options.weightDecay() >= 0 ? options.weightDecay() : 0.02,
                options.dropout() >= 0 ? options.dropout() : 0.1,
                0.01,
                0.995,
                new EncoderFit(bins(rows), occurrencesMin(rows), 20_000, 12, 0.3));
    }

    private static int batchRows(int rows) {
        return rows < 2_000 ? 32 : rows < 10_000 ? 64 : rows < 20_000 ? 128 : 256;
    }

    private static int bins(int rows) {
        return Math.clamp((int) (Math.sqrt(rows) / 3), 8, 48);
    }

    private static int occurrencesMin(int rows) {
        return rows < 1_000 ? 2 : rows < 10_000 ? 3 : 5;
    }

    private static List<ExpertShape> experts(TrainingOptions options, int rows) {
        if (!options.shapes().isEmpty()) {
            return options.shapes();
        }
        List<ExpertShape> experts = new ArrayList<>();
        for (int i = 0; i < options.experts(); i++) {
            experts.add(new ExpertShape("expert-" + i, hidden(rows)));
        }
        return experts;
    }

    private static List<Integer> hidden(int rows) {
        if (rows < 2_000) {
            return List.of(16);
        }
        return rows < 10_000 ? List.of(32) : List.of(64, 32);
    }
}
