// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.Schedule;
import dev.witan.training.TrainingOptionsBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How weights are found.
final class OptimiserArguments {
    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the table at most; default: as it fits.")
    private @Nullable Integer epochs;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Epochs without anything better after which training ends; default: a third of all.")
    private @Nullable Integer patience;

    @Option(names = "--batch-rows", paramLabel = "N", description = "Rows of a batch; default: as it fits.")
    private @Nullable Integer batchRows;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Highest step; default: 0.003.")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "HOW",
            description = "How the step goes down: ${COMPLETION-CANDIDATES}; default: cosine.")
    private @Nullable Schedule schedule;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "Share of the weights that is taken off, times the step; default: as it fits.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--dropout",
            paramLabel = "X",
            description = "Share of hidden values that are switched off in training; default: as it fits.")
    private @Nullable Double dropout;

    @Option(
            names = "--clip",
            paramLabel = "X",
            description = "Longest gradient, all numbers together; default: 0, any.")
    private @Nullable Double clip;

    @Option(
            names = "--gate-momentum",
            paramLabel = "X",
            description = "Share of its former direction that the gate keeps in a step; default: 0.9.")
    private @Nullable Double gateMomentum;

    @Option(
            names = "--turns",
            paramLabel = "N",
            description = "Experts and gate learn by turns of N steps; default: 0, at once.")
    private @Nullable Integer turns;

    void applyTo(TrainingOptionsBuilder options) {
        Given.to(epochs, options::epochs);
        Given.to(patience, options::patience);
        Given.to(batchRows, options::batchRows);
        Given.to(learningRate, options::learningRate);
        Given.to(schedule, options::schedule);
        Given.to(weightDecay, options::weightDecay);
        Given.to(dropout, options::dropout);
        Given.to(clip, options::clip);
        Given.to(gateMomentum, options::gateMomentum);
        Given.to(turns, options::turns);
    }
}
