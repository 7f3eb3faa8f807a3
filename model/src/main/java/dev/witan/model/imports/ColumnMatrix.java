// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.model.safetensors.Tensor;

/// Experts, inputs and outputs, in this order.
record ColumnMatrix(Tensor tensor) implements ExpertMatrix {
    @Override
    public String name() {
        return tensor.name();
    }

    @Override
    public float at(int expert, int input, int output) {
        long row = expert * tensor.shape().get(1) + input;
        return (float) tensor.valueAt(row * tensor.shape().get(2) + output);
    }
}
