// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;

/// The weights of one layer, in the three forms that training needs: as numbers that the optimizer changes, row by
/// output as they are stored; packed as the kernels read them on the way forward, which is what serves; and packed the
/// other way round for the way back. After every change of the numbers comes [#repack].
public final class TrainableLayer {
    private final Parameter weights;
    private final Parameter bias;
    private final FloatMatrix rows;
    private final FloatMatrix biasRow;
    private final PackedMatrix forward;
    private final PackedMatrix backward;
    private final Linear serving;
    private final Linear sums;
    private final Linear back;

    /// @param scale deviation of the initial weights
    public TrainableLayer(
            Arena arena,
            String name,
            int inputs,
            int outputs,
            Activation activation,
            SeededNumbers random,
            double scale) {
        float[] values = new float[inputs * outputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.normal());
        }
        this.weights = new Parameter(name + ".weight", values, Parameter.Decay.DECAYED);
        this.bias = new Parameter(name + ".bias", new float[outputs], Parameter.Decay.FREE);
        this.rows = FloatMatrix.allocate(arena, outputs, inputs);
        this.biasRow = FloatMatrix.allocate(arena, 1, outputs);
        this.forward = PackedMatrix.allocate(arena, inputs, outputs);
        this.backward = PackedMatrix.allocate(arena, outputs, inputs);
        this.serving = new Linear(forward, biasRow, activation);
        this.sums = new Linear(forward, biasRow, Activation.IDENTITY);
        this.back = new Linear(backward, FloatMatrix.allocate(arena, 1, inputs), Activation.IDENTITY);
        repack();
    }

    /// Hands the numbers to the kernels.
    public void repack() {
        for (int output = 0; output < outputs(); output++) {
            rows.copyRowFrom(output, weights.values(), output * inputs());
        }
        biasRow.copyRowFrom(0, bias.values(), 0);
        forward.packTransposedFrom(rows);
        backward.packFrom(rows);
    }

    /// Replaces the initial numbers, before any training.
    public void start(float[] weightValues, float[] biasValues) {
        weights.start(weightValues);
        bias.start(biasValues);
        repack();
    }

    /// Whether a layer has the same form.
    boolean isLike(Linear other) {
        return other.inputs() == inputs() && other.outputs() == outputs() && (other.activation() == activation());
    }

    /// Takes over the numbers of a layer of the same form.
    void start(Linear other) {
        start(other, IntStream.range(0, outputs()).toArray());
    }

    /// Takes over the numbers of those outputs of a layer that `places` names for ours; an output with a negative one
    /// keeps its random numbers.
    void start(Linear other, int[] places) {
        float[] weightValues = weights.values().clone();
        float[] biasValues = bias.values().clone();
        for (int output = 0; output < places.length; output++) {
            for (int input = 0; places[output] >= 0 && input < inputs(); input++) {
                weightValues[output * inputs() + input] = other.weights().get(input, places[output]);
            }
            biasValues[output] =
                    places[output] < 0 ? biasValues[output] : other.bias().get(0, places[output]);
        }
        start(weightValues, biasValues);
    }

    public int inputs() {
        return forward.inner();
    }

    public int outputs() {
        return forward.columns();
    }

    public Activation activation() {
        return serving.activation();
    }

    /// The layer as it serves; it sees every repacking.
    public Linear serving() {
        return serving;
    }

    /// The same without its activation, whose input the way back needs.
    Linear sums() {
        return sums;
    }

    /// From the gradient of the sums to the gradient of the inputs.
    Linear back() {
        return back;
    }

    public Parameter weights() {
        return weights;
    }

    public Parameter bias() {
        return bias;
    }

    public List<Parameter> parameters() {
        return List.of(weights, bias);
    }
}
