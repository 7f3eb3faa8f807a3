// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.routing.GatingForm;
import dev.witan.engine.routing.RoutingRules;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.Linear;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.training.step.ExpertRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a training takes over from a release. The release is not changed.
///
/// @param mixture the release in memory
record WarmStart(Mixture mixture) {
    WarmStart {
        RoutingRules rules = mixture.layer().router().rules();
        if (rules.form() != GatingForm.TOP_K_SOFTMAX
                || rules.scale() != 1
                || !(mixture.layer().rule().combiner() instanceof WeightedSum)) {
            throw WitanException.invalidInput(
                    "training goes on through a softmax over the chosen experts (spec.routing.form topKSoftmax, scale 1) and"
                            + " their weighted sum (spec.combine.kind weightedSum): '%s' has form %s, scale %s and combines by %s"
                                    .formatted(
                                            mixture.name(),
                                            rules.form(),
                                            rules.scale(),
                                            mixture.layer()
                                                    .rule()
                                                    .combiner()
                                                    .getClass()
                                                    .getSimpleName()));
        }
        if (rules.tiers().isPresent()) {
            throw WitanException.invalidInput(
                    "the tiers of '%s' were learned for its experts as they are: take spec.routing.tiers out of"
                                    .formatted(mixture.name())
                            + " mixture.yaml, publish it, train, and run `witan tiers` again");
        }
    }

    /// The release's encoder, with tables of its own.
    TableEncoder encoder() {
        if (!(mixture.encoder() instanceof TableEncoder encoder)) {
            throw WitanException.invalidInput(
                    "only a mixture that encodes the columns of a table can be trained further: '%s' does not"
                            .formatted(mixture.name()));
        }
        return new TableEncoder(encoder.encoders().stream().map(WarmStart::copy).toList());
    }

    private static ColumnEncoder copy(ColumnEncoder column) {
        String name = column.spec().name();
        int width = column.spec().width();
        return switch (column) {
            case CategoricalEncoder it ->
                new CategoricalEncoder(name, it.vocabulary(), width, it.table().clone());
            case TextEncoder it ->
                new TextEncoder(name, it.grams(), width, it.table().clone());
            case ColumnEncoder it -> it;
        };
    }

    /// The shapes of the release's experts, in its order, without those that no row goes to.
    List<ExpertShape> shapes() {
        MoeLayer layer = mixture.layer();
        int chosenFrom = layer.gate().experts();
        List<ExpertShape> shapes = new ArrayList<>();
        for (int i = 0; i < chosenFrom + layer.router().shared(); i++) {
            if (i < chosenFrom && layer.router().rules().isMasked(i)) {
                continue;
            }
            shapes.add(shape(layer.experts().get(i), i < chosenFrom ? ExpertRole.CHOSEN : ExpertRole.SHARED));
        }
        return shapes;
    }

    private static ExpertShape shape(Expert expert, ExpertRole role) {
        if (network(expert).isEmpty()) {
            if (!expert.isLocal()) {
                throw WitanException.invalidInput(
                        "expert '%s' is not local: a mixture can be trained further only if all of its experts are"
                                .formatted(expert.id()));
            }
            if (!(expert instanceof FfnExpert || expert instanceof TreesExpert)) {
                throw WitanException.invalidInput(
                        "expert '%s' is neither a network nor trees: a release of further training could not hold it"
                                .formatted(expert.id()));
            }
            return new ExpertShape.Given(expert.id(), role, (_, _) -> expert);
        }
        List<Linear> layers = network(expert).get().layers();
        List<Linear> hidden = layers.subList(0, layers.size() - 1);
        return new ExpertShape.Network(
                expert.id(),
                hidden.stream().map(Linear::outputs).toList(),
                hidden.isEmpty() ? null : hidden.getFirst().activation(),
                role);
    }

    /// Which experts take part as they are, whatever is asked, and why.
    List<String> notices() {
        return shapes().stream()
                .filter(ExpertShape.Given.class::isInstance)
                .map(ExpertShape::id)
                .map(id -> "expert '%s' stays as it is: %s".formatted(id, whyGiven(id)))
                .toList();
    }

    private String whyGiven(String id) {
        Expert expert = mixture.layer().experts().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
        if (!(expert instanceof FfnExpert ffn)) {
            return "trees do not learn further";
        }
        return switch (ffn.network()) {
            case GatedFeedForward _ -> "its network is gated (form swiglu), and only plain ones learn further";
            case NormalisedNetwork _ -> "its outputs are normalised, and only networks without that learn further";
            case FeedForward _ -> "it is frozen";
        };
    }

    private static Optional<FeedForward> network(Expert expert) {
        return expert instanceof FfnExpert ffn && ffn.network() instanceof FeedForward network
                ? Optional.of(network)
                : Optional.empty();
    }

    /// The weights of the release's expert of that name, if it has one that can be learned.
    Optional<FeedForward> expert(String id) {
        return mixture.layer().experts().stream()
                .filter(expert -> expert.id().equals(id))
                .findFirst()
                .flatMap(WarmStart::network);
    }

    /// The weights of the gate.
    FeedForward gate() {
        if (mixture.layer().gate() instanceof NetworkGate gate) {
            return gate.network();
        }
        throw WitanException.invalidInput(
                "only a linear gate or one with hidden layers can be trained further: that of '%s' is neither"
                        .formatted(mixture.name()));
    }

    /// Which score of the gate belongs to an expert; negative for one that the gate doesn't know.
    int place(String id) {
        List<Expert> experts = mixture.layer().experts();
        return IntStream.range(0, mixture.layer().gate().experts())
                .filter(i -> experts.get(i).id().equals(id))
                .findFirst()
                .orElse(-1);
    }

    /// The selection bias of these experts; 0 for those that the release doesn't have.
    float[] bias(List<String> ids) {
        float[] known = mixture.layer().router().selectionBias();
        float[] bias = new float[ids.size()];
        for (int i = 0; i < bias.length; i++) {
            int place = place(ids.get(i));
            bias[i] = place < 0 ? 0 : known[place];
        }
        return bias;
    }
}
