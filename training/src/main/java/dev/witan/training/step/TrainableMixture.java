// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.routing.Router;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.TrainableGate;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.network.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Everything that is learned together: the encoder's embeddings, the gate and the experts. A network to compare with
/// is the same thing with one expert.
///
/// @param embeddings of the encoder
/// @param gate one score per expert that it chooses from
/// @param experts of equal inputs and outputs; those that are always on stand last
/// @param towers of several tasks, from combined rows to what their heads take; none of one task
/// @param fanOut how many of the others a row goes to
/// @param frozen what is not learned
public record TrainableMixture(
        EmbeddingGradients embeddings,
        TrainableGate gate,
        List<TrainableExpert> experts,
        List<TrainableNetwork> towers,
        int fanOut,
        Frozen frozen) {
    public TrainableMixture {
        experts = List.copyOf(experts);
        towers = List.copyOf(towers);
        int chosenFrom = chosenFrom(experts);
        if (experts.stream().limit(chosenFrom).anyMatch(expert -> expert.role() == ExpertRole.SHARED)) {
            throw new IllegalArgumentException("experts that are always on must stand last: "
                    + experts.stream().map(TrainableExpert::id).toList());
        }
        if (gate.experts() != chosenFrom) {
            throw new IllegalArgumentException("the gate must score every expert that it chooses from, %d: %d"
                    .formatted(chosenFrom, gate.experts()));
        }
    }

    /// All of it is learned.
    public TrainableMixture(
            EmbeddingGradients embeddings, TrainableGate gate, List<TrainableExpert> experts, int fanOut) {
        this(embeddings, gate, experts, fanOut, Frozen.NOTHING);
    }

    /// A mixture of one task.
    public TrainableMixture(
            EmbeddingGradients embeddings,
            TrainableGate gate,
            List<TrainableExpert> experts,
            int fanOut,
            Frozen frozen) {
        this(embeddings, gate, experts, List.of(), fanOut, frozen);
    }

    private static int chosenFrom(List<TrainableExpert> experts) {
        return (int) experts.stream()
                .filter(expert -> expert.role() == ExpertRole.CHOSEN)
                .count();
    }

    /// How many experts the gate chooses from; they stand first.
    public int chosenFrom() {
        return gate.experts();
    }

    /// How many experts are always on.
    public int shared() {
        return experts.size() - chosenFrom();
    }

    /// How many experts a row goes to in all.
    public int width() {
        return fanOut + shared();
    }

    /// The router that a selection bias makes.
    public Router router(float[] bias) {
        return Router.builder(chosenFrom())
                .selectionBias(bias)
                .fanOut(fanOut)
                .shared(shared())
                .build();
    }

    /// Every number that belongs to it, learned or not.
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(embeddings.parameters());
        if (isGated()) {
            parameters.addAll(gate.parameters());
        }
        experts.forEach(expert -> parameters.addAll(expert.parameters()));
        towers.forEach(tower -> parameters.addAll(tower.parameters()));
        return parameters;
    }

    /// What the optimizer does to the gate after a batch.
    public List<Update> gateUpdates() {
        return updates(learnedOfGate());
    }

    /// What it does to everything else.
    public List<Update> otherUpdates() {
        List<Update> updates = new ArrayList<>(frozen.encoder() ? List.of() : embeddings.updates());
        updates.addAll(updates(learnedOfExperts()));
        return updates;
    }

    private static List<Update> updates(List<Parameter> dense) {
        return dense.stream()
                .<Update>map(parameter -> (adam, step, rate) -> adam.step(parameter, step, rate))
                .toList();
    }

    /// Every number that is learned.
    public List<Parameter> learned() {
        List<Parameter> learned = new ArrayList<>(frozen.encoder() ? List.of() : embeddings.parameters());
        learned.addAll(learnedOfGate());
        learned.addAll(learnedOfExperts());
        return learned;
    }

    private List<Parameter> learnedOfGate() {
        return isGated() && !frozen.gate() ? gate.parameters() : List.of();
    }

    private List<Parameter> learnedOfExperts() {
        return Stream.concat(
                        experts.stream()
                                .filter(expert -> !frozen.holds(expert))
                                .flatMap(expert -> expert.parameters().stream()),
                        towers.stream().flatMap(tower -> tower.parameters().stream()))
                .toList();
    }

    /// Whether there is anything to choose from.
    public boolean isGated() {
        return chosenFrom() > 1;
    }

    public int inputs() {
        return gate.inputs();
    }

    public int outputs() {
        return experts.getFirst().serving().outputs();
    }

    /// The experts as they serve; they see every repacking.
    public List<Expert> servingExperts() {
        return experts.stream().map(TrainableExpert::serving).toList();
    }

    /// Hands the numbers to the kernels, after they changed.
    public void repack() {
        gate.repack();
        experts.forEach(TrainableExpert::repack);
        towers.forEach(TrainableNetwork::repack);
    }

    /// Exchanges every value and its moving average; a second call undoes it.
    public void swapAverages() {
        parameters().forEach(Parameter::swapAverage);
        repack();
    }
}
