// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.Datatype;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.InputColumn;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.config.Signature;
import java.util.ArrayList;
import java.util.List;

/// Writes down what a mixture in memory is: the configuration of one that was trained without a `mixture.yaml`.
public final class ConfigurationDraft {
    private ConfigurationDraft() {}

    /// A configuration that the mixture fits, so that [ReleaseWriter] can publish both.
    ///
    /// @param target the column that the mixture was trained to predict
    public static MixtureConfig of(String name, String description, String target, Mixture mixture) {
        TableEncoder encoder = ReleaseWriter.tableEncoder(mixture.encoder());
        MoeLayer layer = mixture.layer();
        MixtureSpec spec = new MixtureSpec(
                new Signature(
                        encoder.encoders().stream()
                                .map(ConfigurationDraft::input)
                                .toList(),
                        target),
                new EncoderConfig.Table(encoder.encoders().stream()
                        .map(ConfigurationDraft::column)
                        .toList()),
                gate(layer.gate()),
                experts(layer),
                layer.router().fanOut(),
                CombineConfig.WEIGHTED_SUM,
                ConfigurationFit.head(mixture));
        return new MixtureConfig(name, description, spec);
    }

    /// A gate's network, or the first of a task each: they are alike.
    private static FeedForward network(Gate gate) {
        return gate instanceof TaskGate tasks
                ? tasks.networks().getFirst()
                : ReleaseWriter.networkGate(gate).network();
    }

    private static InputColumn input(ColumnEncoder column) {
        Datatype datatype = switch (column) {
            case NumericEncoder _ -> Datatype.FP64;
            case DateEncoder _, CategoricalEncoder _, TextEncoder _, ImageEncoder _ -> Datatype.BYTES;
        };
        return new InputColumn(column.spec().name(), datatype);
    }

    private static EncodedColumn column(ColumnEncoder column) {
        String name = column.spec().name();
        return switch (column) {
            case NumericEncoder numeric -> new EncodedColumn.Numeric(name, Math.max(0, numeric.edges().length - 1));
            case DateEncoder date ->
                new EncodedColumn.Date(
                        name,
                        Math.max(0, date.days().edges().length - 1),
                        date.detail() == DateEncoder.Detail.HOURS,
                        date.form().pattern());
            case CategoricalEncoder _ ->
                new EncodedColumn.Categorical(name, column.spec().width());
            case TextEncoder text ->
                new EncodedColumn.Text(name, text.grams(), text.spec().width());
            case ImageEncoder image ->
                new EncodedColumn.Image(
                        name,
                        image.width(),
                        image.height(),
                        EncodedColumn.Colour.valueOf(image.colour().name()));
        };
    }

    private static GateConfig gate(Gate gate) {
        if (gate instanceof HierarchicalGate groups) {
            return new GateConfig.Hierarchical(groups.within().size(), groups.groupsChosen());
        }
        FeedForward network = network(gate);
        List<Integer> hidden = hidden(network);
        return hidden.isEmpty() ? new GateConfig.Linear() : new GateConfig.Mlp(hidden, activation(network));
    }

    /// Those that are always on come after those that the gate scores.
    private static List<ExpertConfig> experts(MoeLayer layer) {
        List<ExpertConfig> experts = new ArrayList<>();
        for (Expert expert : layer.experts()) {
            ExpertConfig config = expert(expert);
            boolean isShared = experts.size() >= layer.gate().experts();
            experts.add(isShared ? config.withTraits(config.traits().as(Role.SHARED)) : config);
        }
        return experts;
    }

    private static ExpertConfig expert(Expert expert) {
        if (expert instanceof TreesExpert) {
            return new ExpertConfig.Trees(expert.id(), ExpertTraits.DEFAULTS);
        }
        if (ReleaseWriter.ffn(expert).network()
                instanceof NormalisedNetwork(FeedForward body, Normalisation normalisation)) {
            return new ExpertConfig.Ffn(
                    expert.id(),
                    ExpertTraits.DEFAULTS,
                    hidden(body),
                    activation(body),
                    ExpertConfig.Form.PLAIN,
                    ExpertConfig.Normalise.valueOf(normalisation.form().name()));
        }
        FeedForward network = ReleaseWriter.feedForward(expert);
        return new ExpertConfig.Ffn(expert.id(), "", hidden(network), activation(network));
    }

    private static List<Integer> hidden(FeedForward network) {
        return hiddenLayers(network).stream().map(Linear::outputs).toList();
    }

    private static Activation activation(FeedForward network) {
        List<Linear> hidden = hiddenLayers(network);
        return hidden.isEmpty() ? Activation.IDENTITY : hidden.getFirst().activation();
    }

    private static List<Linear> hiddenLayers(FeedForward network) {
        return network.layers().subList(0, network.layers().size() - 1);
    }
}
