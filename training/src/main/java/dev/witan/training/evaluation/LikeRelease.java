// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.training.ExpertShape;
import dev.witan.training.TaskOptions;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TargetKind;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.trees.TreeGrowth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Options that train a mixture of the shape of a release: the same networks, trees, gate, fan-out and levels. What a
/// release does not tell, such as epochs and ways of balance, stays as it is by default.
public final class LikeRelease {
    private final Mixture mixture;
    private final String target;
    private final TargetKind kind;
    private final List<String> notes = new ArrayList<>();
    private final List<ExpertShape> shapes;

    public LikeRelease(Mixture mixture, String target, TargetKind kind) {
        this.mixture = mixture;
        this.target = target;
        this.kind = kind;
        this.shapes = shapes();
        notes.add("Epochs, balance and step sizes are at their defaults, which a release does not tell.");
        if (hasTrees()) {
            notes.add("Trees are grown anew with as many leaves as those of the release, and otherwise as by default.");
        }
    }

    private boolean hasTrees() {
        return shapes.stream().anyMatch(ExpertShape.Trees.class::isInstance);
    }

    /// What is trained otherwise than the release, sentence by sentence.
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /// Options to begin with.
    public TrainingOptionsBuilder options() {
        TrainingOptionsBuilder options = TrainingOptions.predict(target).kind(kind);
        if (shapes.isEmpty()) {
            options.experts(mixture.layer().gate().experts());
        } else {
            options.shapes(shapes.toArray(ExpertShape[]::new));
        }
        if (hasTrees()) {
            options.balance(Balance.NONE);
        }
        gate(mixture.layer().gate(), options);
        switch (mixture.head()) {
            case TasksHead tasks ->
                options.tasks(new TaskOptions(TaskOptions.DEFAULTS.quantiles(), Map.of(), 0, tasks.inputs()));
            case QuantileHead quantiles -> options.tasks(TaskOptions.DEFAULTS.withQuantiles(quantiles.levels()));
            default -> {}
        }
        return options.fanOut(Math.max(2, mixture.layer().router().fanOut()));
    }

    /// None if there is an expert that cannot be trained.
    private List<ExpertShape> shapes() {
        int gated = mixture.layer().gate().experts();
        int always = gated + mixture.layer().router().shared();
        List<Expert> experts = mixture.layer().experts();
        List<ExpertShape> found = new ArrayList<>();
        int grown = 0;
        for (int i = 0; i < Math.min(always, experts.size()); i++) {
            ExpertRole role = i < gated ? ExpertRole.CHOSEN : ExpertRole.SHARED;
            switch (experts.get(i)) {
                case FfnExpert ffn
                when plain(ffn.network()) instanceof FeedForward network ->
                    found.add(new ExpertShape.Network(ffn.id(), hidden(network), activation(network), role));
                case TreesExpert trees -> found.add(new ExpertShape.Trees(trees.id(), role, growth(trees, grown++)));
                case Expert other -> {
                    notes.add(
                            "Expert '%s' is of a kind that cannot be trained: all experts became networks, as they fit the table."
                                    .formatted(other.id()));
                    return List.of();
                }
            }
        }
        return found;
    }

    private static Network plain(Network network) {
        return network instanceof NormalisedNetwork(var body, var _) ? body : network;
    }

    private static List<Integer> hidden(FeedForward network) {
        return network.layers().subList(0, network.layers().size() - 1).stream()
                .map(Linear::outputs)
                .toList();
    }

    private static Activation activation(FeedForward network) {
        return network.layers().size() > 1 ? network.layers().getFirst().activation() : Activation.GELU;
    }

    private static TreeGrowth growth(TreesExpert trees, int index) {
        TreeGrowth usual = TreeGrowth.usual(index);
        return new TreeGrowth(
                Math.max(2, leaves(trees)),
                usual.learningRate(),
                usual.leafRowsMin(),
                usual.featureShare(),
                usual.rowShare(),
                usual.roundsMax(),
                usual.seed());
    }

    /// Of the largest tree: one more than its splits, which stand side by side.
    private static int leaves(TreesExpert trees) {
        int[] roots = Arrays.stream(trees.forest().roots())
                .filter(root -> root >= 0)
                .sorted()
                .toArray();
        int most = 0;
        int end = trees.forest().splits().count();
        for (int tree = roots.length - 1; tree >= 0; tree--) {
            most = Math.max(most, end - roots[tree]);
            end = roots[tree];
        }
        return most + 1;
    }

    private static void gate(Gate gate, TrainingOptionsBuilder options) {
        switch (gate) {
            case NetworkGate network -> hiddenOf(network.network(), options);
            case TwoPrecisionGate network -> hiddenOf(network.network(), options);
            case TaskGate tasks -> hiddenOf(tasks.networks().getFirst(), options);
            case HierarchicalGate groups ->
                options.groups(groups.within().size()).groupsChosen(groups.groupsChosen());
            default -> {}
        }
    }

    private static void hiddenOf(FeedForward network, TrainingOptionsBuilder options) {
        if (!hidden(network).isEmpty()) {
            options.gateHidden(hidden(network).getFirst());
        }
    }
}
