// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.model.load.DenseLayer;
import dev.witan.model.safetensors.Tensor;
import java.util.List;
import java.util.Set;

/// Networks that lie in common tensors, one behind the other: gate and up take turns as columns, a row per input, or
/// the
/// same in four bits. All have biases.
final class StackedExperts implements ExpertSource {
    private static final String PREFIX = "mlp.experts.";
    private static final String GATE_UP = PREFIX + "gate_up_proj";
    private static final String LAST = PREFIX + "down_proj";
    private static final String BIAS = "_bias";
    private static final String BLOCKS = "_blocks";
    private static final String SCALES = "_scales";

    private final LayerTensors tensors;
    private final int count;
    private final int width;
    private final int hidden;

    /// Checks every tensor's shape, and reads no numbers.
    StackedExperts(LayerTensors tensors, int count, int width) {
        this.tensors = tensors;
        this.count = count;
        this.width = width;
        Tensor biases = tensors.numbers(GATE_UP + BIAS, count, LayerTensors.ANY);
        int both = Math.toIntExact(biases.shape().get(1));
        if (both % 2 != 0) {
            throw tensors.refused(biases.name(), "must have as many columns of gate as of up: " + both, "");
        }
        this.hidden = both / 2;
        tensors.numbers(LAST + BIAS, count, width);
        matrix(GATE_UP, width, both);
        matrix(LAST, hidden, width);
    }

    private ExpertMatrix matrix(String part, int inputs, int outputs) {
        if (!tensors.has(part) && tensors.has(part + BLOCKS)) {
            int blocks = Math.ceilDiv(inputs, FourBitMatrix.BLOCK);
            return new FourBitMatrix(
                    tensors.tensor(part + BLOCKS, count, outputs, blocks, FourBitMatrix.BLOCK / 2),
                    tensors.tensor(part + SCALES, count, outputs, blocks));
        }
        return new ColumnMatrix(tensors.numbers(part, count, inputs, outputs));
    }

    @Override
    public Set<String> parts() {
        return Set.of(
                GATE_UP,
                GATE_UP + BLOCKS,
                GATE_UP + SCALES,
                GATE_UP + BIAS,
                LAST,
                LAST + BLOCKS,
                LAST + SCALES,
                LAST + BIAS);
    }

    @Override
    public int hidden() {
        return hidden;
    }

    @Override
    public List<DenseLayer> read(int expert) {
        ExpertMatrix both = matrix(GATE_UP, width, 2 * hidden);
        ExpertMatrix last = matrix(LAST, hidden, width);
        return List.of(
                layer(GATE, both, expert, GATE_UP, new Columns(0, 2, hidden), width),
                layer(UP, both, expert, GATE_UP, new Columns(1, 2, hidden), width),
                layer(DOWN, last, expert, LAST, new Columns(0, 1, width), hidden));
    }

    /// Those of a matrix that make a layer: `from`, and every `step` further.
    private record Columns(int from, int step, int count) {
        int at(int output) {
            return from + step * output;
        }
    }

    private DenseLayer layer(String name, ExpertMatrix matrix, int expert, String part, Columns columns, int inputs) {
        float[] weights = new float[Math.multiplyExact(columns.count(), inputs)];
        for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < columns.count(); output++) {
                weights[output * inputs + input] = matrix.at(expert, input, columns.at(output));
            }
        }
        Tensor biases = tensors.tensor(part + BIAS, count, LayerTensors.ANY);
        long row = expert * biases.shape().get(1);
        float[] bias = new float[columns.count()];
        for (int output = 0; output < bias.length; output++) {
            bias[output] = (float) biases.valueAt(row + columns.at(output));
        }
        return new DenseLayer(name, tensors.finite(matrix.name(), weights), tensors.finite(biases.name(), bias));
    }
}
