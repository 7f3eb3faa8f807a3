// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.kernels.Activation;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TargetKind;
import dev.witan.training.step.Choice;
import dev.witan.training.step.Crew;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.step.Trial;
import dev.witan.training.text.TextShape;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person may say about a training; the defaults, [#predict], are meant to do well on most tables. A zero means
/// "as it fits the table", which [TrainingPlan] works out.
///
/// @param target name of the column to predict, or of several with commas between them
/// @param kind what it is to be read as; `null` infers it
/// @param tasks what quantiles or several tasks need
/// @param seed of every random choice
/// @param experts how many equal networks, beside the experts of `shapes`; 0 as it fits, and none beside others
/// @param shapes experts one by one
/// @param fanOut how many experts a row goes to; 0 for 2, or what the release has that training starts from
/// @param gate what the gate is like
/// @param activation of hidden layers
/// @param balance how experts are kept in use
/// @param optimiser how weights are found
/// @param validationShare share of the rows that is kept for validation
/// @param rows how much each row counts, and which are kept for validation
/// @param text how free text is cut, and into how many embeddings of which width
/// @param threads that train; more of them change the time and not the result
public record TrainingOptions(
        String target,
        @Nullable TargetKind kind,
        TaskOptions tasks,
        long seed,
        int experts,
        List<ExpertShape> shapes,
        int fanOut,
        GateOptions gate,
        Activation activation,
        BalanceOptions balance,
        OptimiserOptions optimiser,
        double validationShare,
        RowOptions rows,
        TextShape text,
        int threads) {
    public static final int EXPERTS_MAX = 256;

    public TrainingOptions {
        Objects.requireNonNull(target);
        Objects.requireNonNull(tasks);
        shapes = ordered(shapes);
        Objects.requireNonNull(gate);
        Objects.requireNonNull(activation);
        Objects.requireNonNull(balance);
        Objects.requireNonNull(optimiser);
        Objects.requireNonNull(rows);
        Objects.requireNonNull(text);
        OptionRules.requireBetween("experts", experts, experts == 0 ? 0 : shapes.isEmpty() ? 2 : 1, EXPERTS_MAX);
        OptionRules.requireBetween("shapes", shapes.size(), 0, EXPERTS_MAX);
        OptionRules.require(
                experts == 0 || shapes.stream().noneMatch(ExpertShape.Network.class::isInstance),
                "networks are either counted (experts %d) or described one by one: not both".formatted(experts));
        int count = experts + chosenFrom(shapes);
        requireFanOut(fanOut, count == 0 ? EXPERTS_MAX : count);
        requireDifferentIds(shapes);
        requireGroups(gate, count, fanOut);
        requireBalance(balance, gate);
        OptionRules.requireBetween("validationShare", validationShare, 0.01, 0.5);
        OptionRules.requireBetween("threads", threads, 1, Crew.THREADS_MAX);
    }

    static void requireGroups(GateOptions gate, int experts, int fanOut) {
        OptionRules.require(
                gate.groups() == 0 || experts == 0 || experts % gate.groups() == 0,
                "groups must have equally many experts: %d experts do not make %d groups"
                        .formatted(experts, gate.groups()));
        OptionRules.require(
                gate.groups() == 0 || experts == 0 || gate.looksInto() * (experts / gate.groups()) >= fanOut,
                "the groups that a row looks into must hold as many experts as it goes to, %d: %d groups of %d"
                        .formatted(fanOut, gate.looksInto(), experts / Math.max(1, gate.groups())));
    }

    private static void requireBalance(BalanceOptions balance, GateOptions gate) {
        Balance way = balance.way(gate);
        OptionRules.require(
                way != Balance.LOAD || gate.trial() == Trial.NOISE,
                "balance 'load' estimates what new noise would do: explore with noise, or balance by 'importance'");
        OptionRules.require(
                !way.isBias() || gate.groups() == 0,
                "balance '%s' moves the choice of experts and not that of groups: with groups, balance by 'switch'"
                        .formatted(way.name().toLowerCase(Locale.ROOT)));
        OptionRules.require(
                way != Balance.SIGN || gate.choice() != Choice.EXPERTS,
                "balance 'sign' learns from uneven loads, and experts that choose their rows have even ones:"
                        + " balance by 'quantile', or leave the choice to rows");
        double scoreLoss = balance.scoreLoss();
        OptionRules.require(
                gate.groups() == 0 || scoreLoss == 0 || scoreLoss == BalanceOptions.DEFAULTS.scoreLoss(),
                "with groups the scores are logarithms of shares, which are small as they are: scoreLoss would do"
                        + " nothing, leave it out: %s".formatted(scoreLoss));
    }

    /// Options that predict `target`, with every other one at its default.
    public static TrainingOptionsBuilder predict(String target) {
        return new TrainingOptionsBuilder(target);
    }

    private static void requireFanOut(int fanOut, int experts) {
        OptionRules.require(
                fanOut != 1,
                "fanOut must be at least 2: with 1 the weights, a softmax over the chosen experts, are always 1,"
                        + " and the gate gets nothing to learn from");
        OptionRules.requireBetween("fanOut", fanOut, fanOut == 0 ? 0 : 2, experts);
    }

    /// Experts that are always on stand last.
    static List<ExpertShape> ordered(List<ExpertShape> shapes) {
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
        List<String> ids = shapes.stream().map(ExpertShape::id).toList();
        OptionRules.require(ids.stream().distinct().count() == ids.size(), "expert ids must differ: " + ids);
    }
}
