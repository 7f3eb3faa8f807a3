// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Activation;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.Datatype;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertConfig.Form;
import dev.witan.model.config.ExpertConfig.Normalise;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.InputColumn;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.config.Signature;
import dev.witan.model.load.DenseLayer;
import dev.witan.model.load.TensorComponents;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.repository.ComponentName;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One layer of experts of a published model, on its way into a release: tokens in, tokens out, routed as its family
/// routes. Opening it checks every name, type and shape and reads no numbers; these are read expert by expert while the
/// release is written. Used by one thread, within the life of the arena.
public final class LayerImport {
    private final Path source;
    private final Layout layout;
    private final int layer;
    private final LayerTensors tensors;
    private final Family family;
    private final int experts;
    private final int width;
    private final ExpertSource routed;
    private final Optional<ExpertSource> shared;

    private LayerImport(Path source, Layout layout, int layer, LayerTensors tensors, Family family) {
        this.source = source;
        this.layout = layout;
        this.layer = layer;
        this.tensors = tensors;
        this.family = family;
        List<Long> gate = tensors.numbers(family.gate(), LayerTensors.ANY, LayerTensors.ANY)
                .shape();
        this.experts = Math.toIntExact(gate.get(0));
        this.width = Math.toIntExact(gate.get(1));
        family.vectors().forEach(part -> tensors.numbers(part, experts));
        this.routed = family.routed(tensors, experts, width);
        this.shared = family.shared(tensors, width);
        tensors.requireOnly(family.prefix(), family.parts(routed, shared));
    }

    /// Opens a layer, or refuses it with the tensor that does not fit and the layout that the layer looks like.
    ///
    /// @param source a safetensors file, or a folder of several with their index
    /// @param fanOut how many experts a token goes to, if it is not what the model or its family says
    /// @param arena holds the mapped files
    public static LayerImport open(Path source, Layout layout, int layer, OptionalInt fanOut, Arena arena) {
        if (layer < 0) {
            throw WitanException.invalidInput("layer must not be negative: " + layer);
        }
        Checkpoint checkpoint = Checkpoint.open(source, arena);
        ModelSettings settings = new ModelSettings(checkpoint.config(), checkpoint.source());
        settings.requireFamily(layout);
        LayerTensors tensors = new LayerTensors(checkpoint, layout, layer, settings.scaleBlock());
        return new LayerImport(source, layout, layer, tensors, Family.of(layout, settings, fanOut));
    }

    /// How many experts the gate scores.
    public int experts() {
        return experts;
    }

    /// How many experts answer every token.
    public int sharedExperts() {
        return shared.isPresent() ? 1 : 0;
    }

    /// How long a token is, in numbers.
    public int width() {
        return width;
    }

    /// How wide an expert is within.
    public int hidden() {
        return routed.hidden();
    }

    /// The mixture that the layer makes.
    public MixtureConfig configuration(String name) {
        String description = "Layer %d of %s, layout %s."
                .formatted(
                        layer,
                        String.valueOf(source.toAbsolutePath().normalize().getFileName()),
                        layout.text());
        MixtureSpec spec = new MixtureSpec(
                        new Signature(List.of(new InputColumn("tokens", Datatype.FP32)), "output"),
                        new EncoderConfig.Vector("tokens", width, true),
                        new GateConfig.Linear(),
                        expertConfigs(),
                        1,
                        CombineConfig.WEIGHTED_SUM,
                        new HeadConfig.Vector("output", width))
                .withRouting(family.routing(experts));
        return new MixtureConfig(name, description, spec);
    }

    private List<ExpertConfig> expertConfigs() {
        List<ExpertConfig> configs = new ArrayList<>();
        for (int expert = 0; expert < experts; expert++) {
            configs.add(config("expert-" + expert, Role.SCORED, routed));
        }
        shared.ifPresent(network -> configs.add(config("shared", Role.SHARED, network)));
        return configs;
    }

    private ExpertConfig.Ffn config(String id, Role role, ExpertSource network) {
        Form form = layout == Layout.GPT_OSS ? Form.CLAMPED_SWIGLU : Form.SWIGLU;
        return new ExpertConfig.Ffn(
                id, ExpertTraits.DEFAULTS.as(role), List.of(network.hidden()), Activation.SILU, form, Normalise.NONE);
    }

    /// What the release keeps of it; numbers are read when a component is written.
    public Map<ComponentName, ComponentContent> contents() {
        Map<ComponentName, ComponentContent> contents = new LinkedHashMap<>();
        contents.put(ComponentName.GATE, TensorComponents.gate(width, experts, this::gate, this::selectionBias));
        for (int expert = 0; expert < experts; expert++) {
            int number = expert;
            put(contents, config("expert-" + expert, Role.SCORED, routed), routed, number);
        }
        shared.ifPresent(network -> put(contents, config("shared", Role.SHARED, network), network, 0));
        return contents;
    }

    private void put(
            Map<ComponentName, ComponentContent> contents, ExpertConfig.Ffn config, ExpertSource network, int number) {
        contents.put(
                ComponentName.expert(config.id()),
                TensorComponents.expert(config, width, width, () -> network.read(number)));
    }

    private DenseLayer gate() {
        float[] weights = tensors.read(family.gate(), experts, width);
        return family.gateBias()
                .map(part -> new DenseLayer("gate", weights, tensors.read(part, experts)))
                .orElseGet(() -> DenseLayer.unbiased("gate", weights, experts));
    }

    private float[] selectionBias() {
        return family.selectionBias().map(part -> tensors.read(part, experts)).orElseGet(() -> new float[experts]);
    }
}
