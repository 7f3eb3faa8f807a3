// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.GatedFeedForward.Gating;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.model.config.ExpertConfig.Form;
import dev.witan.model.config.ExpertConfig.Normalise;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A network as tensors. A plain stack has `layers.<i>.weight` (a row per output) and `layers.<i>.bias`; a gated one
/// has those of `gate`, `up` and `down`; a normalised one has `normalise.gain`, `.bias` and `.epsilon` besides. The
/// file's metadata names the format and what is computed, so that files that compute differently have different
/// digests.
final class NetworkFormat {
    private static final String FORMAT = "format";
    private static final String GATE = "gate";
    private static final String UP = "up";
    private static final String DOWN = "down";
    private static final String GAIN = "normalise.gain";
    private static final String SHIFT = "normalise.bias";
    private static final String EPSILON = "normalise.epsilon";

    private NetworkFormat() {}

    /// What a file of a network of that shape says of itself.
    static Map<String, String> metadata(String format, NetworkShape shape) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(FORMAT, format);
        metadata.put("activation", shape.activation().name().toLowerCase(Locale.ROOT));
        if (shape.form() != Form.PLAIN) {
            metadata.put("form", shape.form().name().toLowerCase(Locale.ROOT));
        }
        if (shape.normalise() != Normalise.NONE) {
            metadata.put("normalise", shape.normalise().name().toLowerCase(Locale.ROOT));
        }
        return metadata;
    }

    static void requireMetadata(String source, SafetensorsFile file, Map<String, String> expected) {
        if (!file.metadata().equals(expected)) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: __metadata__ must be as configured, %s: %s".formatted(source, expected, file.metadata()));
        }
    }

    /// The names of the tensors that a network of that shape has.
    static Set<String> names(NetworkShape shape) {
        Set<String> names = new LinkedHashSet<>();
        for (String layer : layers(shape)) {
            names.add(weight(layer));
            names.add(bias(layer));
        }
        if (shape.normalise() != Normalise.NONE) {
            names.addAll(List.of(GAIN, SHIFT, EPSILON));
        }
        return names;
    }

    private static List<String> layers(NetworkShape shape) {
        if (shape.form().isGated()) {
            return List.of(GATE, UP, DOWN);
        }
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(i));
        }
        return layers;
    }

    static List<Tensor> tensors(Network network) {
        List<Tensor> tensors = new ArrayList<>();
        switch (network) {
            case FeedForward plain -> {
                for (int i = 0; i < plain.layers().size(); i++) {
                    tensors.addAll(tensors(layer(i), plain.layers().get(i)));
                }
            }
            case GatedFeedForward gated -> {
                try (Arena scratch = Arena.ofConfined()) {
                    tensors.addAll(tensors(GATE, gated.gate(scratch)));
                    tensors.addAll(tensors(UP, gated.up(scratch)));
                    tensors.addAll(tensors(DOWN, gated.down()));
                }
            }
            case NormalisedNetwork(Network body, Normalisation normalisation) -> {
                tensors.addAll(tensors(body));
                tensors.add(Tensor.of(GAIN, row(normalisation.gain()), normalisation.width()));
                tensors.add(Tensor.of(SHIFT, row(normalisation.bias()), normalisation.width()));
                tensors.add(Tensor.of(EPSILON, new float[] {normalisation.epsilon()}, 1));
            }
        }
        return tensors;
    }

    /// A plain stack among others in its file.
    static List<Tensor> tensors(String prefix, FeedForward stack) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < stack.layers().size(); i++) {
            tensors.addAll(tensors(prefix + layer(i), stack.layers().get(i)));
        }
        return tensors;
    }

    /// The names of the tensors of a plain stack among others in its file.
    static Set<String> names(String prefix, NetworkShape shape) {
        return names(shape).stream().map(name -> prefix + name).collect(Collectors.toSet());
    }

    /// One layer as `<name>.weight` and `<name>.bias`.
    static List<Tensor> tensors(String name, Linear layer) {
        return List.of(
                Tensor.of(weight(name), LayerFormat.unpack(layer.weights()), layer.outputs(), layer.inputs()),
                Tensor.of(bias(name), row(layer.bias()), layer.outputs()));
    }

    private static float[] row(FloatMatrix matrix) {
        float[] values = new float[matrix.columns()];
        matrix.copyRowTo(0, values, 0);
        return values;
    }

    /// The network, in memory that lives as long as the arena; the file may be closed afterwards.
    static Network read(String source, SafetensorsFile file, NetworkShape shape, Arena arena) {
        LayerFormat layers = new LayerFormat(source, file, arena);
        Network body = shape.form().isGated() ? gated(layers, shape, arena) : stack(layers, shape);
        return switch (shape.normalise()) {
            case NONE -> body;
            case RMS -> new NormalisedNetwork(body, normalisation(layers, Normalisation.Form.RMS, shape));
            case LAYER -> new NormalisedNetwork(body, normalisation(layers, Normalisation.Form.LAYER, shape));
        };
    }

    /// A plain stack, as [#read] makes it.
    static FeedForward readStack(String source, SafetensorsFile file, NetworkShape shape, Arena arena) {
        return stack(new LayerFormat(source, file, arena), shape);
    }

    private static FeedForward stack(LayerFormat file, NetworkShape shape) {
        return stack(file, "", shape);
    }

    /// A plain stack among others in its file.
    ///
    /// @param prefix of its tensors' names
    static FeedForward stack(LayerFormat file, String prefix, NetworkShape shape) {
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(file.layer(prefix + layer(i), shape.inputs(i), shape.outputs(i), shape.activation(i)));
        }
        return new FeedForward(layers);
    }

    private static GatedFeedForward gated(LayerFormat file, NetworkShape shape, Arena arena) {
        try (Arena scratch = Arena.ofConfined()) {
            LayerFormat halves = file.in(scratch);
            return new GatedFeedForward(
                    arena,
                    halves.layer(GATE, shape.inputs(0), shape.outputs(0), shape.activation(0)),
                    halves.layer(UP, shape.inputs(0), shape.outputs(0), shape.activation(1)),
                    file.layer(DOWN, shape.inputs(1), shape.outputs(1), shape.activation(1)),
                    shape.form() == Form.CLAMPED_SWIGLU ? Gating.CLAMPED : Gating.PRODUCT);
        }
    }

    private static Normalisation normalisation(LayerFormat file, Normalisation.Form form, NetworkShape shape) {
        int width = shape.outputs();
        return new Normalisation(
                form,
                file.row(GAIN, width),
                file.row(SHIFT, width),
                file.row(EPSILON, 1).get(0, 0));
    }

    /// The tensor, all of whose numbers are finite.
    static Tensor finite(String source, Tensor tensor) {
        for (long i = 0; i < tensor.elements(); i++) {
            double value = tensor.valueAt(i);
            if (!Double.isFinite(value)) {
                throw new WitanException(
                        ErrorCode.CORRUPT_FILE,
                        "%s: tensor '%s': values must be finite: %s at index %d"
                                .formatted(source, tensor.name(), value, i));
            }
        }
        return tensor;
    }

    private static String layer(int index) {
        return "layers." + index;
    }

    static String weight(String layer) {
        return layer + ".weight";
    }

    static String bias(String layer) {
        return layer + ".bias";
    }
}
