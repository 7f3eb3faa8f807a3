// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.kernels.FeedForward;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import dev.witan.model.safetensors.SafetensorsWriter;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.storage.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Brings a mixture from memory to disk, as the next release. Equal numbers give equal bytes, so that what did not
/// change is shared with earlier releases. The way back is [ReleaseLoader].
public final class ReleaseWriter {
    private final ReleasePublisher publisher;

    public ReleaseWriter(ReleasePublisher publisher) {
        this.publisher = publisher;
    }

    /// Publishes what was trained under that configuration and puts it in force. The mixture's own name, release and
    /// digests do not matter; its parts must be as configured.
    public ReleaseManifest publish(
            MixtureFolder folder, MixtureConfig configuration, Mixture mixture, Provenance provenance) {
        ConfigurationFit.require(configuration.spec(), mixture);
        return publisher.publish(folder, configuration, contents(configuration.spec(), mixture), provenance);
    }

    /// The same, with the `mixture.yaml` that it was made of in place before it is in force.
    public ReleaseManifest publishWithSource(
            MixtureFolder folder, MixtureConfig configuration, Mixture mixture, Provenance provenance) {
        ConfigurationFit.require(configuration.spec(), mixture);
        return publisher.publishWithSource(folder, configuration, contents(configuration.spec(), mixture), provenance);
    }

    private static Map<ComponentName, ComponentContent> contents(MixtureSpec spec, Mixture mixture) {
        int dimensions = mixture.encoder().dimensions();
        Map<ComponentName, ComponentContent> contents = new HashMap<>();
        if (spec.encoder().isLearned()) {
            contents.put(ComponentName.ENCODER, encoder(tableEncoder(mixture.encoder()), mixture));
        }
        contents.put(ComponentName.GATE, gate(spec, mixture));
        if (mixture.head() instanceof TasksHead tasks) {
            contents.put(
                    ComponentName.TOWERS,
                    new ComponentContent(
                            "",
                            Map.of(
                                    PartNames.TOWER_TENSORS,
                                    new SafetensorsWriter(TaskFormat.tensors(tasks), TaskFormat.TOWERS)::writeTo)));
        }
        mixture.layer()
                .router()
                .rules()
                .tiers()
                .ifPresent(mask -> contents.put(ComponentName.TIERS, tiers(mask.predictor())));
        for (int i = 0; i < spec.experts().size(); i++) {
            Expert expert = mixture.layer().experts().get(i);
            if (spec.experts().get(i) instanceof ExpertConfig.Ffn config) {
                contents.put(
                        ComponentName.expert(config.id()),
                        expert(
                                NetworkShape.expert(
                                        config, dimensions, spec.head().outputs()),
                                ffn(expert)));
            } else if (spec.experts().get(i) instanceof ExpertConfig.Trees config) {
                contents.put(ComponentName.expert(config.id()), trees(forest(expert)));
            }
        }
        return contents;
    }

    private static ComponentContent encoder(TableEncoder encoder, Mixture mixture) {
        List<Tensor> tensors = new ArrayList<>(EncoderFormat.tensors(encoder));
        switch (mixture.head()) {
            case RegressionHead(double mean, double deviation) -> addScale(tensors, mean, deviation);
            case QuantileHead(var _, double mean, double deviation) -> addScale(tensors, mean, deviation);
            default -> {}
        }
        return new ComponentContent(
                "",
                Map.of(
                        PartNames.ENCODER_TENSORS,
                        new SafetensorsWriter(tensors, EncoderFormat.METADATA)::writeTo,
                        PartNames.VOCABULARIES,
                        Content.text(VocabularyFormat.write(EncoderFormat.vocabularies(encoder)))));
    }

    private static void addScale(List<Tensor> tensors, double mean, double deviation) {
        tensors.add(Tensor.of(PartNames.TARGET_MEAN, new double[] {mean}, 1));
        tensors.add(Tensor.of(PartNames.TARGET_DEVIATION, new double[] {deviation}, 1));
    }

    private static ComponentContent gate(MixtureSpec spec, Mixture mixture) {
        List<Tensor> tensors =
                new ArrayList<>(GateFormat.tensors(mixture.layer().gate()));
        float[] bias = mixture.layer().router().selectionBias();
        tensors.add(Tensor.of(PartNames.SELECTION_BIAS, bias, bias.length));
        Map<String, String> metadata = spec.gate() instanceof GateConfig.Hierarchical
                ? GateFormat.HIERARCHICAL
                : NetworkFormat.metadata(
                        spec.head() instanceof HeadConfig.Tasks ? PartNames.TASK_GATE_FORMAT : PartNames.GATE_FORMAT,
                        GateShapes.network(spec.gate(), mixture.encoder().dimensions(), spec.scoredExperts()));
        return new ComponentContent(
                "", Map.of(PartNames.GATE_TENSORS, new SafetensorsWriter(tensors, metadata)::writeTo));
    }

    private static ComponentContent tiers(FeedForward predictor) {
        return new ComponentContent(
                "",
                Map.of(
                        PartNames.TIER_TENSORS,
                        Content.of(Supply.ofTiers(predictor).bytes())));
    }

    private static ComponentContent expert(NetworkShape shape, FfnExpert expert) {
        List<Tensor> tensors = NetworkFormat.tensors(expert.network());
        Map<String, String> metadata = NetworkFormat.metadata(PartNames.EXPERT_FORMAT, shape);
        return new ComponentContent(
                PartNames.EXPERT_ENCODING,
                Map.of(PartNames.EXPERT_TENSORS, new SafetensorsWriter(tensors, metadata)::writeTo));
    }

    private static ComponentContent trees(Forest forest) {
        return new ComponentContent(
                PartNames.EXPERT_ENCODING,
                Map.of(
                        PartNames.EXPERT_TENSORS,
                        new SafetensorsWriter(ForestFormat.tensors(forest), ForestFormat.METADATA)::writeTo));
    }

    static TableEncoder tableEncoder(Encoder encoder) {
        if (encoder instanceof TableEncoder table) {
            return table;
        }
        throw new IllegalArgumentException(
                "encoder must be one for tables: " + encoder.getClass().getSimpleName());
    }

    static NetworkGate networkGate(Gate gate) {
        if (gate instanceof NetworkGate network) {
            return network;
        }
        throw new IllegalArgumentException(
                "gate must be a network: " + gate.getClass().getSimpleName());
    }

    static FeedForward feedForward(Expert expert) {
        if (ffn(expert).network() instanceof FeedForward network) {
            return network;
        }
        throw new IllegalArgumentException("expert '%s' must be a plain stack of layers".formatted(expert.id()));
    }

    static Forest forest(Expert expert) {
        if (expert instanceof TreesExpert trees) {
            return trees.forest();
        }
        throw new IllegalArgumentException("expert '%s' must be of kind trees: %s"
                .formatted(expert.id(), expert.getClass().getSimpleName()));
    }

    static FfnExpert ffn(Expert expert) {
        if (expert instanceof FfnExpert ffn) {
            return ffn;
        }
        throw new IllegalArgumentException("expert '%s' must be of kind ffn: %s"
                .formatted(expert.id(), expert.getClass().getSimpleName()));
    }
}
