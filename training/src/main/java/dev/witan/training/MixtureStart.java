// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Normalisation;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.features.Features;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.GroupGate;
import dev.witan.training.network.NoisyGate;
import dev.witan.training.network.PerTaskGate;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableGate;
import dev.witan.training.network.TrainableLayer;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.step.Frozen;
import dev.witan.training.step.TrainableExpert;
import dev.witan.training.step.TrainableMixture;
import dev.witan.training.step.Trial;
import dev.witan.training.trees.FoldedForest;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes mixtures before their training: an encoder fitted to the table, and random weights; or what a release knows.
/// The same seed gives the same numbers; the networks to compare with get encoders of their own, which start out equal.
final class MixtureStart {
    /// Small, so that the first rows go to their experts with nearly equal weights and all of them learn from the
    /// start.
    private static final double GATE_SCALE = 0.1;

    private static final double OUTPUT_SCALE = 0.5;

    /// What the mean square of an answer of experts that tasks share may be: low enough that none drowns out the
    /// others, high enough that the scale of a row says something.
    private static final float SQUARE_HIGHEST = 16;

    private final Arena arena;
    private final List<TableColumn> columns;
    private final Split split;
    private final Labels labels;
    private final TrainingPlan plan;
    private final TrainingOptions options;
    private final Optional<WarmStart> known;
    private final @Nullable TableEncoder ready;
    private final TreePlanter trees;

    /// @param ready an encoder that was trained before; `null` for that of the release, or a new one
    /// @param trees grows experts that are trees
    /// @param columns to learn from; those of the release that training starts from, in its order
    MixtureStart(
            Arena arena,
            List<TableColumn> columns,
            Split split,
            Labels labels,
            TrainingPlan plan,
            TrainingOptions options,
            TrainingStart start,
            @Nullable TableEncoder ready,
            TreePlanter trees) {
        this.arena = arena;
        this.columns = columns;
        this.split = split;
        this.labels = labels;
        this.plan = plan;
        this.options = options;
        this.ready = ready;
        this.trees = trees;
        this.known = switch (start) {
            case TrainingStart.Fresh _ -> Optional.empty();
            case TrainingStart.From(var mixture) -> Optional.of(new WarmStart(mixture));
        };
    }

    /// A mixture of experts of these shapes.
    ///
    /// @param outputs how many numbers each of them gives
    MixtureInit of(List<ExpertShape> shapes, int outputs, Frozen frozen) {
        TableEncoder encoder = encoder();
        Features features = new Features(encoder, columns);
        List<String> chosen = shapes.stream()
                .filter(shape -> shape.role() == ExpertRole.CHOSEN)
                .map(ExpertShape::id)
                .toList();
        boolean hasTasks = !labels.parts().isEmpty();
        TrainableGate gate = hasTasks ? taskGate(encoder.dimensions(), chosen) : gate(encoder.dimensions(), chosen);
        Map<String, FoldedForest> forests = trees.grow(shapes, features, outputs);
        List<TrainableExpert> experts = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            experts.add(expert(shapes.get(i), i, features, outputs, forests));
        }
        int fanOut = Math.min(plan.fanOut(), chosen.size());
        return new MixtureInit(
                encoder,
                features,
                new TrainableMixture(
                        new EmbeddingGradients(features),
                        gate,
                        experts,
                        hasTasks ? towers(outputs) : List.of(),
                        fanOut,
                        frozen),
                known.map(start -> start.bias(chosen)).orElseGet(() -> new float[chosen.size()]));
    }

    private TableEncoder encoder() {
        if (ready != null) {
            return ready;
        }
        return known.map(WarmStart::encoder)
                .orElseGet(() -> plan.encoders().fit(columns, split.training(), new SeededNumbers(options.seed(), 1)));
    }

    private TrainableGate taskGate(int inputs, List<String> chosen) {
        GateOptions gate = options.gate();
        if (known.isPresent() || gate.groups() > 0 || gate.trial() == Trial.NOISE) {
            throw WitanException.invalidInput(
                    "several tasks are learned from the start, with gates without groups and noise: leave these out");
        }
        List<Integer> hidden = gate.hidden() > 0 ? List.of(gate.hidden()) : List.of();
        List<TrainableNetwork> networks = new ArrayList<>();
        for (int task = 0; task < labels.parts().size(); task++) {
            SeededNumbers random = new SeededNumbers(options.seed(), 2, task);
            networks.add(network("gate-" + task, inputs, hidden, chosen.size(), random, GATE_SCALE));
        }
        return new PerTaskGate(
                networks, chosen.stream().map(TaskExperts::ownerOf).toList());
    }

    /// A linear one per task, which starts at what is most frequent.
    private List<TrainableNetwork> towers(int width) {
        List<TrainableNetwork> towers = new ArrayList<>();
        for (int task = 0; task < labels.parts().size(); task++) {
            SeededNumbers random = new SeededNumbers(options.seed(), 4, task);
            Target target = labels.parts().get(task).target();
            int outputs = target.outputs();
            TrainableNetwork tower = network("tower-" + task, width, List.of(), outputs, random, OUTPUT_SCALE);
            TrainableLayer last = tower.layers().getLast();
            last.start(last.weights().values().clone(), TowerStart.biases(target, split.training()));
            towers.add(tower);
        }
        return towers;
    }

    private TrainableGate gate(int inputs, List<String> chosen) {
        GateOptions gate = options.gate();
        if (known.isPresent() && gate.groups() > 0) {
            throw WitanException.invalidInput(
                    "a training that goes on from a release goes on with its gate: leave the groups out");
        }
        SeededNumbers random = new SeededNumbers(options.seed(), 2);
        double scale = gate.trial() == Trial.NOISE ? 0 : GATE_SCALE;
        if (gate.groups() > 0 && chosen.size() > 1) {
            int outputs = gate.groups() + chosen.size();
            return new GroupGate(
                    arena, network("gate", inputs, List.of(), outputs, random, scale), gate.groups(), gate.looksInto());
        }
        TrainableNetwork network = known.map(start -> like(start, chosen, random))
                .orElseGet(() -> network(
                        "gate",
                        inputs,
                        gate.hidden() > 0 ? List.of(gate.hidden()) : List.of(),
                        chosen.size(),
                        random,
                        scale));
        return gate.trial() == Trial.NOISE && chosen.size() > 1 ? new NoisyGate(arena, network) : new FlatGate(network);
    }

    private TrainableNetwork network(
            String name, int inputs, List<Integer> hidden, int outputs, SeededNumbers random, double scale) {
        return TrainableNetwork.random(arena, name, inputs, hidden, outputs, options.activation(), random, scale);
    }

    private TrainableNetwork like(WarmStart start, List<String> chosen, SeededNumbers random) {
        int[] places = chosen.stream().mapToInt(start::place).toArray();
        return TrainableNetwork.like(arena, "gate", start.gate(), places, random, GATE_SCALE);
    }

    private TrainableExpert expert(
            ExpertShape shape, int index, Features features, int outputs, Map<String, FoldedForest> forests) {
        return switch (shape) {
            case ExpertShape.Network network
            when !labels.parts().isEmpty() ->
                new TrainableExpert.Normalised(
                        network(network, index, features.dimensions(), outputs),
                        network.role(),
                        Normalisation.gentle(Arena.ofAuto(), Normalisation.Form.RMS, outputs, SQUARE_HIGHEST));
            case ExpertShape.Network network ->
                new TrainableExpert.Learned(network(network, index, features.dimensions(), outputs), network.role());
            case ExpertShape.Trees it -> {
                FoldedForest forest = Objects.requireNonNull(forests.get(it.id()));
                yield new TrainableExpert.Given(new TreesExpert(it.id(), "", forest.forest()), it.role(), forest);
            }
            case ExpertShape.Given given ->
                new TrainableExpert.Given(given.supply().make(arena, lessons(features, outputs)), given.role());
        };
    }

    private Lessons lessons(Features features, int outputs) {
        return new Lessons(
                features,
                labels.target(),
                labels.mean(),
                labels.deviation(),
                split.training(),
                split.validation(),
                outputs,
                options.seed());
    }

    private TrainableNetwork network(ExpertShape.Network shape, int index, int inputs, int outputs) {
        SeededNumbers random = new SeededNumbers(options.seed(), 3, index);
        var activation = shape.activation() == null ? options.activation() : shape.activation();
        TrainableNetwork network = TrainableNetwork.random(
                arena, shape.id(), inputs, shape.hidden(), outputs, activation, random, OUTPUT_SCALE);
        known.flatMap(start -> start.expert(shape.id())).ifPresent(like -> take(network, like));
        return network;
    }

    private static void take(TrainableNetwork network, FeedForward like) {
        if (!network.takes(like)) {
            throw WitanException.invalidInput(
                    "expert '%s' must have the layers that it has in the release to go on from there: give it another id"
                                    .formatted(network.name())
                            + " or these layers");
        }
    }
}
