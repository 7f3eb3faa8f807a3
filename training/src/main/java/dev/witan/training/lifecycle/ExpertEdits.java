// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.GroupConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Changes of a release's experts that need no learning. Ids stay what they are; places change only where a masked
/// expert is removed.
public final class ExpertEdits {
    /// So low that selection never takes the expert, and still a number.
    static final float NEVER = -1e6f;

    private static final double GATE_NOISE = 0.02;

    private final Mixture mixture;
    private final MixtureSpec spec;

    /// @param mixture the release in memory
    /// @param spec what it says
    public ExpertEdits(Mixture mixture, MixtureSpec spec) {
        this.mixture = mixture;
        this.spec = spec;
    }

    /// The place of an expert in the mixture, or a refusal that suggests the nearest.
    public int place(String id) {
        List<String> ids = spec.experts().stream().map(ExpertConfig::id).toList();
        if (!ids.contains(id)) {
            throw WitanException.invalidInput("mixture '%s' has no expert '%s'%s (experts: %s)"
                    .formatted(mixture.name(), id, Suggestion.hint(id, ids), String.join(", ", ids)));
        }
        return ids.indexOf(id);
    }

    /// Sends no more rows to some experts. They keep their ids, places and files.
    public Edit mask(List<String> ids) {
        List<ExpertConfig> experts = new ArrayList<>(spec.experts());
        for (String id : ids) {
            int place = place(id);
            Role role = experts.get(place).traits().role();
            if (role != Role.SCORED) {
                throw WitanException.invalidInput("'%s' cannot be pruned: %s"
                        .formatted(
                                id,
                                switch (role) {
                                    case MASKED ->
                                        "it is masked already; --remove takes it out for good, `witan expert restore` brings it back";
                                    case SHARED -> "it is shared, so the gate has no logit of it to mask";
                                    case STANDBY, SCORED -> "it is on standby and gets no rows anyway";
                                }));
            }
            experts.set(
                    place,
                    experts.get(place).withTraits(experts.get(place).traits().as(Role.MASKED)));
        }
        MixtureSpec next = with(experts);
        requireEnough(next);
        if (spec.combine().fallbackExpert().filter(ids::contains).isPresent()) {
            throw WitanException.invalidInput(
                    "'%s' is the fallback: name another in mixture.yaml, or `witan distill dense`, before it is pruned"
                            .formatted(spec.combine().fallback()));
        }
        return new Edit(next, Map.of());
    }

    /// The release with other masks. Rows of several tasks usually go to every expert, and go on to do so.
    private MixtureSpec with(List<ExpertConfig> experts) {
        MixtureSpec next = spec.withExperts(experts);
        RoutingConfig routing = spec.routing();
        boolean goesToAll = spec.head() instanceof HeadConfig.Tasks
                && routing.fanOut() == spec.openExperts()
                && routing.fanOutMax() == routing.fanOut();
        return goesToAll && next.openExperts() > 0 ? next.withRouting(routing.withFanOut(next.openExperts())) : next;
    }

    private static void requireEnough(MixtureSpec next) {
        int open = next.openExperts();
        int needed = next.routing().isSoft() ? 1 : next.routing().fanOutMax();
        if (open < needed) {
            throw WitanException.invalidInput(
                    "%d experts must stay, since a row goes to as many (spec.routing.fanOut): %d would be left"
                            .formatted(needed, open));
        }
    }

    /// Sends rows to masked experts again, as before they were masked.
    public Edit restore(List<String> ids) {
        List<ExpertConfig> experts = new ArrayList<>(spec.experts());
        for (String id : ids) {
            int place = place(id);
            ExpertConfig expert = experts.get(place);
            if (expert.traits().role() != Role.MASKED) {
                throw WitanException.invalidInput("'%s' is not masked, so there is nothing to restore%s"
                        .formatted(
                                id, masked().isEmpty() ? "" : " (masked: %s)".formatted(String.join(", ", masked()))));
            }
            experts.set(place, expert.withTraits(expert.traits().as(Role.SCORED)));
        }
        return new Edit(with(experts), Map.of());
    }

    private List<String> masked() {
        return spec.experts().stream()
                .filter(expert -> expert.traits().role() == Role.MASKED)
                .map(ExpertConfig::id)
                .toList();
    }

    /// Takes masked experts out for good: the gate has no score of them any more, and those after them move up.
    ///
    /// @param ids which; none for all that are masked
    public Edit remove(List<String> ids) {
        List<String> gone = ids.isEmpty() ? masked() : ids;
        if (gone.isEmpty()) {
            throw WitanException.invalidInput("no expert is masked: `witan expert prune` masks one first");
        }
        for (String id : gone) {
            if (spec.experts().get(place(id)).traits().role() != Role.MASKED) {
                throw WitanException.invalidInput(
                        "'%s' must be masked before it is removed: prune it without --remove first".formatted(id));
            }
        }
        requireUngrouped();
        List<ExpertConfig> experts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < spec.experts().size(); i++) {
            ExpertConfig expert = spec.experts().get(i);
            if (!gone.contains(expert.id())) {
                experts.add(expert);
                if (expert.traits().role().isScored()) {
                    places.add(i);
                }
            }
        }
        MixtureSpec next = spec.withExperts(experts);
        float[] known = mixture.layer().router().selectionBias();
        float[] bias = new float[places.size()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = known[places.get(i)];
        }
        try (Arena arena = Arena.ofShared()) {
            FeedForward gate = gate(arena, places, 1).serving();
            return new Edit(next, Map.of(ComponentName.GATE, Supply.ofGate(spec.gate(), gate, bias)));
        }
    }

    private void requireUngrouped() {
        if (!spec.routing().groups().equals(GroupConfig.NONE)) {
            throw WitanException.invalidInput(
                    "the experts are cut into groups (spec.routing.groups), which another number of them would shift");
        }
    }

    /// A gate with the scores that `places` names, and random ones where these are negative.
    TrainableNetwork gate(Arena arena, List<Integer> places, long seed) {
        return TrainableNetwork.like(
                arena,
                "gate",
                gateNetwork(mixture.layer().gate()),
                places.stream().mapToInt(Integer::intValue).toArray(),
                new SeededNumbers(seed, 0xADD),
                GATE_NOISE);
    }

    static FeedForward gateNetwork(Gate gate) {
        return switch (gate) {
            case NetworkGate one -> one.network();
            case TwoPrecisionGate two -> two.network();
            default ->
                throw WitanException.invalidInput(
                        "the gate must be linear or an mlp for experts to come and go: this one is %s"
                                .formatted(gate.getClass().getSimpleName()));
        };
    }

    /// A new expert that answers 0 and is not chosen yet.
    ///
    /// @param hidden widths of its hidden layers
    public Edit add(String id, List<Integer> hidden, Activation activation, long seed) {
        ExpertConfig.Ffn config = new ExpertConfig.Ffn(
                id, ExpertTraits.DEFAULTS, hidden, activation, ExpertConfig.Form.PLAIN, ExpertConfig.Normalise.NONE);
        try (Arena arena = Arena.ofShared()) {
            TrainableNetwork network = TrainableNetwork.random(
                    arena,
                    id,
                    mixture.encoder().dimensions(),
                    hidden,
                    mixture.layer().experts().getFirst().outputs(),
                    activation,
                    new SeededNumbers(seed, 0xE47),
                    0);
            return insert(config, network.serving(), -1, seed);
        }
    }

    /// A copy of an expert with a little noise on its weights, which is not chosen yet.
    ///
    /// @param noise in relation to the deviation of each layer's weights
    public Edit copy(String of, String id, double noise, long seed) {
        int place = place(of);
        ExpertConfig.Ffn config = ffn(place);
        try (Arena arena = Arena.ofShared()) {
            TrainableNetwork network = network(arena, place);
            SeededNumbers random = new SeededNumbers(seed, 0xC10E);
            network.layers().forEach(layer -> {
                float[] weights = layer.weights().values().clone();
                double squares = 0;
                for (float weight : weights) {
                    squares += (double) weight * weight / weights.length;
                }
                for (int i = 0; i < weights.length; i++) {
                    weights[i] += (float) (noise * Math.sqrt(squares) * random.normal());
                }
                layer.start(weights, layer.bias().values().clone());
            });
            ExpertConfig.Ffn copy = new ExpertConfig.Ffn(
                    id,
                    config.traits().as(Role.SCORED).withDescription(""),
                    config.hidden(),
                    config.activation(),
                    config.form(),
                    config.normalise());
            int like = config.traits().role().isScored() ? place : -1;
            return insert(copy, network.serving(), like, seed);
        }
    }

    /// @param like whose scores the new expert starts with; negative for random ones
    private Edit insert(ExpertConfig.Ffn config, FeedForward network, int like, long seed) {
        requireNew(config.id());
        requireUngrouped();
        List<ExpertConfig> experts = new ArrayList<>(spec.experts());
        int scored = spec.scoredExperts();
        experts.add(scored, config);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < scored; i++) {
            places.add(i);
        }
        places.add(like);
        float[] bias = new float[scored + 1];
        System.arraycopy(mixture.layer().router().selectionBias(), 0, bias, 0, scored);
        bias[scored] = NEVER;
        Map<ComponentName, Supply> brought = new HashMap<>();
        try (Arena arena = Arena.ofShared()) {
            TrainableNetwork gate = gate(arena, places, seed);
            brought.put(ComponentName.GATE, Supply.ofGate(spec.gate(), gate.serving(), bias));
        }
        brought.put(ComponentName.expert(config.id()), Supply.ofExpert(config, network));
        return new Edit(spec.withExperts(experts), brought);
    }

    private void requireNew(String id) {
        if (spec.experts().stream().anyMatch(expert -> expert.id().equals(id))) {
            throw WitanException.invalidInput("'%s' is an expert already: give the new one another id".formatted(id));
        }
    }

    /// The configuration of an expert that can be learned, or a refusal.
    public ExpertConfig.Ffn ffn(int place) {
        if (spec.experts().get(place) instanceof ExpertConfig.Ffn ffn
                && ffn.form() == ExpertConfig.Form.PLAIN
                && ffn.normalise() == ExpertConfig.Normalise.NONE) {
            return ffn;
        }
        throw WitanException.invalidInput("'%s' cannot be learned: only experts of kind ffn, form plain, can"
                .formatted(spec.experts().get(place).id()));
    }

    /// The weights of an expert that can be learned.
    TrainableNetwork network(Arena arena, int place) {
        ffn(place);
        Expert expert = mixture.layer().experts().get(place);
        if (expert instanceof FfnExpert ffn && ffn.network() instanceof FeedForward plain) {
            int[] outputs = new int[plain.outputs()];
            Arrays.setAll(outputs, i -> i);
            return TrainableNetwork.like(arena, expert.id(), plain, outputs, new SeededNumbers(0), 1);
        }
        throw WitanException.invalidInput("'%s' cannot be learned: it is no plain network".formatted(expert.id()));
    }
}
