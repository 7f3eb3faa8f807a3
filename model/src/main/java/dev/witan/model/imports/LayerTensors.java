// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/// The tensors of one layer of a checkpoint. What is missing, of another shape, or not a number is refused by name,
/// with
/// the layout that the layer looks like.
final class LayerTensors {
    /// Stands for a size that is read off the tensor.
    static final long ANY = -1;

    /// What the scales of weights in eight bits are called, after the weights.
    static final String SCALES = "_scale_inv";

    private static final Set<TensorType> NUMBERS = Set.of(TensorType.F32, TensorType.F16, TensorType.BF16);

    private final Checkpoint checkpoint;
    private final Layout layout;
    private final LayerNames names;
    private final int scaleBlock;

    LayerTensors(Checkpoint checkpoint, Layout layout, int layer, int scaleBlock) {
        this.checkpoint = checkpoint;
        this.layout = layout;
        this.names = new LayerNames(checkpoint.names(), layer);
        this.scaleBlock = scaleBlock;
    }

    boolean has(String part) {
        return names.has(part);
    }

    /// The tensor of that part, of numbers that can be read.
    Tensor numbers(String part, long... shape) {
        Tensor tensor = tensor(part, shape);
        boolean isScaled = tensor.type() == TensorType.F8_E4M3 && tensor.shape().size() == 2;
        if (!NUMBERS.contains(tensor.type()) && !isScaled) {
            throw refused(tensor.name(), "must hold F32, F16 or BF16: %s".formatted(tensor.type()), "");
        }
        if (isScaled) {
            scales(part, tensor);
        }
        return tensor;
    }

    private Tensor scales(String part, Tensor weights) {
        return tensor(
                part + SCALES,
                Math.ceilDiv(weights.shape().get(0), scaleBlock),
                Math.ceilDiv(weights.shape().get(1), scaleBlock));
    }

    /// The tensor of that part and shape, of any type.
    Tensor tensor(String part, long... shape) {
        String name = names.of(part);
        Tensor tensor = checkpoint
                .find(name)
                .orElseThrow(() -> refused(name, "is missing, which layout %s has".formatted(layout.text()), hint()));
        if (!isOf(tensor.shape(), shape)) {
            List<String> expected = LongStream.of(shape)
                    .mapToObj(size -> size == ANY ? "?" : Long.toString(size))
                    .toList();
            throw refused(
                    name, "must have shape [%s]: %s".formatted(String.join(", ", expected), tensor.shape()), hint());
        }
        return tensor;
    }

    private static boolean isOf(List<Long> shape, long... expected) {
        if (shape.size() != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            long size = shape.get(i);
            if (size != expected[i] && (expected[i] != ANY || size < 1 || size > Integer.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    /// All numbers of a tensor that [#numbers] has accepted.
    float[] read(String part, long... shape) {
        Tensor tensor = numbers(part, shape);
        float[] values = tensor.toFloats();
        if (tensor.type() == TensorType.F8_E4M3) {
            unscale(values, tensor, scales(part, tensor));
        }
        return finite(tensor.name(), values);
    }

    private void unscale(float[] values, Tensor tensor, Tensor scales) {
        int columns = Math.toIntExact(tensor.shape().get(1));
        int across = Math.toIntExact(scales.shape().get(1));
        float[] factors = scales.toFloats();
        for (int i = 0; i < values.length; i++) {
            int block = i / columns / scaleBlock * across + i % columns / scaleBlock;
            values[i] *= factors[block];
        }
    }

    /// The values, all of them numbers.
    float[] finite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw refused(name, "must hold finite numbers: %s at index %d".formatted(values[i], i), "");
            }
        }
        return values;
    }

    /// Refuses tensors of the part of the layer that holds experts beyond those that the layout has: one that nobody
    /// reads would be missing in what is computed.
    void requireOnly(String prefix, Set<String> parts) {
        String start = names.of(prefix);
        for (String name : names.all()) {
            if (name.startsWith(start)
                    && !parts.contains(name.substring(names.of("").length()))) {
                throw refused(name, "is none of layout %s".formatted(layout.text()), hint());
            }
        }
    }

    private String hint() {
        return names.layouts().contains(layout) ? "" : names.hint();
    }

    WitanException refused(String tensor, String rule, String hint) {
        return new WitanException(
                ErrorCode.INVALID_INPUT, "%s: tensor '%s' %s%s".formatted(checkpoint.source(), tensor, rule, hint));
    }
}
