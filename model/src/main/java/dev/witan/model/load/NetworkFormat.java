// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A feed-forward network as tensors: `layers.<i>.weight` (a row per output) and `layers.<i>.bias`. The file's metadata
/// names the format and the activation, so that files that compute differently have different digests.
final class NetworkFormat {
    private static final String FORMAT = "format";
    private static final String ACTIVATION = "activation";

    private NetworkFormat() {}

    /// What a file of a network of that shape says of itself.
    static Map<String, String> metadata(String format, NetworkShape shape) {
        return Map.of(FORMAT, format, ACTIVATION, shape.activation().name().toLowerCase(Locale.ROOT));
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
        for (int layer = 0; layer < shape.layers(); layer++) {
            names.add(weight(layer));
            names.add(bias(layer));
        }
        return names;
    }

    static List<Tensor> tensors(FeedForward network) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            Linear layer = network.layers().get(i);
            tensors.add(Tensor.of(weight(i), unpack(layer.weights()), layer.outputs(), layer.inputs()));
            float[] bias = new float[layer.outputs()];
            layer.bias().copyRowTo(0, bias, 0);
            tensors.add(Tensor.of(bias(i), bias, layer.outputs()));
        }
        return tensors;
    }

    /// The network, in memory that lives as long as the arena; the file may be closed afterwards.
    static FeedForward read(String source, SafetensorsFile file, NetworkShape shape, Arena arena) {
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            int inputs = shape.inputs(i);
            int outputs = shape.outputs(i);
            Tensor weight = finite(source, file.tensor(weight(i), TensorType.F32, outputs, inputs));
            Tensor bias = finite(source, file.tensor(bias(i), TensorType.F32, outputs));
            PackedMatrix packed = PackedMatrix.allocate(arena, inputs, outputs);
            try (Arena scratch = Arena.ofConfined()) {
                packed.packTransposedFrom(matrix(scratch, weight, outputs, inputs));
            }
            layers.add(new Linear(packed, matrix(arena, bias, 1, outputs), shape.activation(i)));
        }
        return new FeedForward(layers);
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

    private static FloatMatrix matrix(Arena arena, Tensor tensor, int rows, int columns) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            tensor.copyTo((long) i * columns, row, 0, columns);
            matrix.copyRowFrom(i, row, 0);
        }
        return matrix;
    }

    private static float[] unpack(PackedMatrix weights) {
        float[] values = new float[Math.multiplyExact(weights.inner(), weights.columns())];
        int at = 0;
        for (int column = 0; column < weights.columns(); column++) {
            for (int k = 0; k < weights.inner(); k++) {
                values[at++] = weights.get(k, column);
            }
        }
        return values;
    }

    private static String weight(int layer) {
        return "layers." + layer + ".weight";
    }

    private static String bias(int layer) {
        return "layers." + layer + ".bias";
    }
}
