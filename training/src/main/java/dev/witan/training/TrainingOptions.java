// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Activation;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TargetKind;
import dev.witan.training.step.Crew;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.text.TextShape;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person may say about a training; the defaults, [#predict], are meant to do well on most tables. A zero means
/// "as it fits the table", which [TrainingPlan] works out.
///
/// @param target name of the column to predict
/// @param kind what it is to be read as; `null` infers it
/// @param seed of every random choice
/// @param experts how many experts, when `shapes` names none; 0 as it fits
/// @param shapes the experts one by one; empty makes `experts` equal ones
/// @param fanOut how many experts a row goes to; 0 for 2, or what the release has that training starts from
/// @param gateHidden width of the gate's hidden layer; 0 makes the gate linear
/// @param gateStart what the gate knows before its training
/// @param activation of hidden layers
/// @param balance how experts are kept in use
/// @param scoreLoss coefficient of the loss that keeps the gate's scores small
/// @param epochs passes over the table at most; 0 as it fits
/// @param batchRows rows of a batch; 0 as it fits
/// @param learningRate highest step of the optimizer; 0 as it fits
/// @param weightDecay share of the weights that is taken off, times the step; negative as it fits
/// @param dropout share of hidden values that are switched off; negative as it fits
/// @param validationShare share of the rows that is kept for validation
/// @param text how free text is cut, and into how many embeddings of which width
/// @param threads that train; more of them change the time and not the result
public record TrainingOptions(
        String target,
        @Nullable TargetKind kind,
        long seed,
        int experts,
        List<ExpertShape> shapes,
        int fanOut,
        int gateHidden,
        GateStart gateStart,
        Activation activation,
        Balance balance,
        double scoreLoss,
        int epochs,
        int batchRows,
        double learningRate,
        double weightDecay,
        double dropout,
        double validationShare,
        TextShape text,
        int threads) {
    public static final int EXPERTS_MAX = 256;

    public TrainingOptions {
        Objects.requireNonNull(target);
        shapes = ordered(shapes);
        Objects.requireNonNull(activation);
        Objects.requireNonNull(gateStart);
        Objects.requireNonNull(balance);
        Objects.requireNonNull(text);
        requireBetween("experts", experts, experts == 0 ? 0 : 2, EXPERTS_MAX);
        requireBetween("shapes", shapes.size(), 0, EXPERTS_MAX);
        int count = shapes.isEmpty() ? experts : chosenFrom(shapes);
        requireFanOut(fanOut, count == 0 ? EXPERTS_MAX : count);
        requireDifferentIds(shapes);
        requireBetween("gateHidden", gateHidden, 0, 8192);
        requireBetween("scoreLoss", scoreLoss, 0, 1);
        requireBetween("epochs", epochs, 0, 10_000);
        requireBetween("batchRows", batchRows, 0, 65_536);
        requireBetween("learningRate", learningRate, 0, 1);
        requireBetween("weightDecay", weightDecay, -1, 10);
        requireBetween("dropout", dropout, -1, 0.9);
        requireBetween("validationShare", validationShare, 0.01, 0.5);
        requireBetween("threads", threads, 1, Crew.THREADS_MAX);
    }

    /// Options that predict `target`, with every other one at its default.
    public static TrainingOptionsBuilder predict(String target) {
        return new TrainingOptionsBuilder(target);
    }

    private static void requireFanOut(int fanOut, int experts) {
        if (fanOut == 1) {
            throw refused(
                    "fanOut must be at least 2: with 1 the weights, a softmax over the chosen experts, are always 1,"
                            + " and the gate gets nothing to learn from");
        }
        requireBetween("fanOut", fanOut, fanOut == 0 ? 0 : 2, experts);
    }

    /// Experts that are always on stand last.
    private static List<ExpertShape> ordered(List<ExpertShape> shapes) {
        return Stream.of(ExpertRole.CHOSEN, ExpertRole.SHARED)
                .flatMap(role -> shapes.stream().filter(shape -> shape.role() == role))
                .toList();
    }

    private static int chosenFrom(List<ExpertShape> shapes) {
        return (int) shapes.stream()
                .filter(shape -> shape.role() == ExpertRole.CHOSEN)
                .count();
    }

    private static void requireDifferentIds(List<ExpertShape> shapes) {
        if (shapes.stream().map(ExpertShape::id).distinct().count() != shapes.size()) {
            throw refused("expert ids must differ: "
                    + shapes.stream().map(ExpertShape::id).toList());
        }
    }

    private static void requireBetween(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw refused("%s must be between %s and %s: %s".formatted(name, text(least), text(most), text(value)));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static WitanException refused(String message) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, message);
    }
}
