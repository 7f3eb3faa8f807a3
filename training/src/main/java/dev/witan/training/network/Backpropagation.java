// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// One batch's way forward and back through a network, in memory of its own: [#forward], then [#backward] with the
/// same input. Owned by one thread at a time.
///
/// Every product runs on the kernels, and every sum over a batch runs over its rows in ascending order, so that the
/// bits of a gradient depend on the batch alone.
public final class Backpropagation {
    private final TrainableNetwork network;
    private final List<Step> steps = new ArrayList<>();

    /// @param rowsMax rows of the largest batch
    /// @param dropout share of hidden values that are switched off in training
    public Backpropagation(Arena arena, TrainableNetwork network, int rowsMax, double dropout) {
        this.network = network;
        for (TrainableLayer layer : network.layers()) {
            steps.add(new Step(arena, layer, rowsMax, dropout));
        }
    }

    public TrainableNetwork network() {
        return network;
    }

    /// Computes `rows` rows of `out` and keeps what the way back needs.
    public void forward(
            Kernels kernels, FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow, SeededNumbers random) {
        FloatMatrix from = in;
        int fromRow = inRow;
        for (Step step : steps.subList(0, steps.size() - 1)) {
            kernels.linear(from, fromRow, rows, step.layer.sums(), step.sums, 0);
            kernels.activate(step.layer.activation(), step.sums, 0, rows, step.activated, 0);
            step.dropout.draw(step.activated, rows, random);
            from = step.activated;
            fromRow = 0;
        }
        kernels.linear(from, fromRow, rows, steps.getLast().layer.sums(), out, outRow);
    }

    /// From the gradient of the output to the gradients of every parameter and of the input, all overwritten.
    public void backward(
            Kernels kernels,
            FloatMatrix in,
            int inRow,
            int rows,
            FloatMatrix outGradient,
            int outRow,
            FloatMatrix inGradient) {
        FloatMatrix gradient = outGradient;
        int gradientRow = outRow;
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            FloatMatrix input = i == 0 ? in : steps.get(i - 1).activated;
            step.accumulate(kernels, input, i == 0 ? inRow : 0, gradient, gradientRow, rows);
            if (i == 0) {
                kernels.linear(gradient, gradientRow, rows, step.layer.back(), inGradient, inRow);
            } else {
                Step below = steps.get(i - 1);
                kernels.linear(gradient, gradientRow, rows, step.layer.back(), below.gradient, 0);
                below.dropout.apply(below.gradient, rows);
                kernels.activationGradient(below.layer.activation(), below.sums, below.gradient, 0, rows);
                gradient = below.gradient;
                gradientRow = 0;
            }
        }
    }

    /// What one layer needs between forward and back.
    private static final class Step {
        private final TrainableLayer layer;
        private final FloatMatrix sums;
        private final FloatMatrix activated;
        private final FloatMatrix gradient;
        private final Dropout dropout;
        private final FloatMatrix turned;
        private final PackedMatrix inputs;
        private final Linear product;
        private final FloatMatrix weightGradient;
        private final FloatMatrix biasGradient;
        private final float[] row;

        Step(Arena arena, TrainableLayer layer, int rowsMax, double dropout) {
            this.layer = layer;
            this.sums = FloatMatrix.allocate(arena, rowsMax, layer.outputs());
            this.activated = FloatMatrix.allocate(arena, rowsMax, layer.outputs());
            this.gradient = FloatMatrix.allocate(arena, rowsMax, layer.outputs());
            this.dropout = new Dropout(rowsMax, layer.outputs(), dropout);
            this.turned = FloatMatrix.allocate(arena, layer.outputs(), rowsMax);
            this.inputs = PackedMatrix.allocate(arena, rowsMax, layer.inputs());
            FloatMatrix nothing = FloatMatrix.allocate(arena, 1, layer.inputs());
            this.product = new Linear(inputs, nothing, Activation.IDENTITY);
            this.weightGradient = FloatMatrix.allocate(arena, layer.outputs(), layer.inputs());
            this.biasGradient = FloatMatrix.allocate(arena, 1, layer.outputs());
            this.row = new float[layer.outputs()];
        }

        /// The gradient of the weights is the turned gradient of the sums times the inputs, packed like weights.
        void accumulate(
                Kernels kernels, FloatMatrix input, int inputRow, FloatMatrix outGradient, int outRow, int rows) {
            biasGradient.fill(0f);
            for (int i = 0; i < rows; i++) {
                kernels.addScaled(outGradient, outRow + i, 1f, biasGradient, 0);
                outGradient.copyRowTo(outRow + i, row, 0);
                for (int output = 0; output < row.length; output++) {
                    turned.set(output, i, row[output]);
                }
            }
            biasGradient.copyRowTo(0, layer.bias().gradient(), 0);
            inputs.packFrom(input, inputRow, rows);
            kernels.linear(turned, 0, layer.outputs(), product, weightGradient, 0);
            for (int output = 0; output < layer.outputs(); output++) {
                weightGradient.copyRowTo(output, layer.weights().gradient(), output * layer.inputs());
            }
        }
    }
}
