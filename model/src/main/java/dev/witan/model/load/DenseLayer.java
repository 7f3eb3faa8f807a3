// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.model.safetensors.Tensor;
import java.util.List;

/// A linear layer as numbers on the heap, on its way to a file. Owns its arrays.
public final class DenseLayer {
    private final String name;
    private final float[] weights;
    private final float[] bias;

    /// Takes the arrays over.
    ///
    /// @param weights a row per output
    /// @param bias one value per output
    public DenseLayer(String name, float[] weights, float[] bias) {
        if (bias.length == 0 || weights.length % bias.length != 0) {
            throw new IllegalArgumentException(
                    "layer '%s' must have a row of weights per output: %d weights, %d outputs"
                            .formatted(name, weights.length, bias.length));
        }
        this.name = name;
        this.weights = weights;
        this.bias = bias;
    }

    /// One without a bias.
    public static DenseLayer unbiased(String name, float[] weights, int outputs) {
        return new DenseLayer(name, weights, new float[outputs]);
    }

    DenseLayer as(String other) {
        return new DenseLayer(other, weights, bias);
    }

    List<Tensor> tensors() {
        return List.of(
                Tensor.of(NetworkFormat.weight(name), weights, bias.length, weights.length / bias.length),
                Tensor.of(NetworkFormat.bias(name), bias, bias.length));
    }
}
