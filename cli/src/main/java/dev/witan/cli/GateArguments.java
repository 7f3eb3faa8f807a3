// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Activation;
import dev.witan.training.ExpertShape;
import dev.witan.training.GateStart;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.balance.Balance;
import dev.witan.training.step.Choice;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.step.Trial;
import dev.witan.training.trees.TreeGrowth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which experts are trained, and how rows come to them.
final class GateArguments {
    private static final int NETWORKS_BESIDE_TREES = 2;

    @Option(names = "--experts", paramLabel = "N", description = "How many experts; default: as it fits.")
    private @Nullable Integer experts;

    @Option(
            names = "--expert",
            paramLabel = "NAME=FORM",
            converter = ExpertArgument.class,
            description =
                    "One expert: plain=linear, deep=64,32:relu, common=16:shared (always on), forest=trees:leaves=24."
                            + " Once for each of them.")
    private List<ExpertShape> shapes = List.of();

    @Option(
            names = "--trees",
            paramLabel = "N",
            description = "As many experts that are boosted trees, beside the others; default: none.")
    private int trees;

    @Option(names = "--fan-out", paramLabel = "K", description = "Experts that a row goes to; default: 2.")
    private @Nullable Integer fanOut;

    @Option(
            names = "--gate-hidden",
            paramLabel = "WIDTH",
            description = "Hidden layer of the gate; default: 0, a linear gate.")
    private @Nullable Integer gateHidden;

    @Option(
            names = "--gate-start",
            paramLabel = "WAY",
            description = "What a linear gate knows at first: ${COMPLETION-CANDIDATES}; default: regimes.")
    private @Nullable GateStart gateStart;

    @Option(
            names = "--groups",
            paramLabel = "N",
            description = "A gate over N groups of experts first, then within the best of them; default: no groups.")
    private @Nullable Integer groups;

    @Option(
            names = "--groups-chosen",
            paramLabel = "N",
            description = "With --groups: how many of them a row looks into; default: 2.")
    private @Nullable Integer groupsChosen;

    @Option(
            names = "--explore",
            paramLabel = "HOW",
            description = "How rows come to other experts than the best, in training only: ${COMPLETION-CANDIDATES}.")
    private @Nullable Trial trial;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "With --explore gumbel: how much flatter than the gate the draw is; default: 1.")
    private @Nullable Double temperature;

    @Option(
            names = "--chosen-by",
            paramLabel = "WHO",
            description = "Who chooses in training: ${COMPLETION-CANDIDATES}; in serving, rows always do.")
    private @Nullable Choice choice;

    @Option(names = "--activation", paramLabel = "NAME", description = "Of hidden layers: relu, gelu or silu.")
    private @Nullable Activation activation;

    @Option(
            names = "--balance",
            paramLabel = "WAY",
            description = "How experts share the load: ${COMPLETION-CANDIDATES}.")
    private @Nullable Balance balance;

    @Option(
            names = "--balance-strength",
            paramLabel = "X",
            description = "Weight of the balance's loss, or step of the sign bias; default: as usual for the way.")
    private @Nullable Double balanceStrength;

    @Option(
            names = "--score-loss",
            paramLabel = "X",
            description = "Weight of the loss that keeps the gate's scores small; default: 0.0001.")
    private @Nullable Double scoreLoss;

    /// Trees are surer than networks: these help where they are few, where nobody makes rows go to them, and where rows
    /// go to as many experts as there are trees.
    private void besideTrees(TrainingOptionsBuilder options) {
        List<ExpertShape> all = new ArrayList<>();
        int grown = 0;
        for (ExpertShape shape : shapes) {
            all.add(
                    shape instanceof ExpertShape.Trees named
                            ? new ExpertShape.Trees(
                                    named.id(), named.role(), named.growth().withSeed(trees + grown++))
                            : shape);
        }
        for (int i = 0; i < trees; i++) {
            all.add(new ExpertShape.Trees("trees-" + i, ExpertRole.CHOSEN, TreeGrowth.usual(i)));
        }
        boolean hasNetworks = shapes.stream().anyMatch(ExpertShape.Network.class::isInstance);
        long chosen = all.stream()
                .filter(shape -> shape instanceof ExpertShape.Trees && shape.role() == ExpertRole.CHOSEN)
                .count();
        options.shapes(all.toArray(ExpertShape[]::new))
                .experts(hasNetworks ? 0 : NETWORKS_BESIDE_TREES)
                .fanOut((int) Math.max(2, chosen))
                .balance(Balance.NONE);
    }

    private boolean hasTrees() {
        return trees > 0 || shapes.stream().anyMatch(ExpertShape.Trees.class::isInstance);
    }

    private void requireLinearGate() {
        boolean isLinear = gateHidden == null || gateHidden == 0;
        if (gateStart != null && (!isLinear || groups != null || hasTrees())) {
            throw WitanException.invalidInput(
                    "--gate-start is for a linear gate over networks, and would do nothing with"
                            + " --gate-hidden, --groups or trees: leave it out");
        }
    }

    void applyTo(TrainingOptionsBuilder options) {
        if (trees < 0 || trees > TrainingOptions.EXPERTS_MAX) {
            throw WitanException.invalidInput(
                    "--trees must be between 0 and %d: %d".formatted(TrainingOptions.EXPERTS_MAX, trees));
        }
        requireLinearGate();
        if (hasTrees()) {
            besideTrees(options);
        } else {
            options.shapes(shapes.toArray(ExpertShape[]::new));
        }
        Given.to(experts, options::experts);
        Given.to(fanOut, options::fanOut);
        Given.to(gateHidden, options::gateHidden);
        Given.to(gateStart, options::gateStart);
        Given.to(groups, options::groups);
        Given.to(groupsChosen, options::groupsChosen);
        Given.to(trial, options::trial);
        Given.to(temperature, options::temperature);
        Given.to(choice, options::choice);
        Given.to(activation, options::activation);
        Given.to(balance, options::balance);
        Given.to(balanceStrength, options::balanceStrength);
        Given.to(scoreLoss, options::scoreLoss);
    }
}
