// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Normalisation;
import java.lang.foreign.Arena;

/// One batch's way forward and back through a network whose output rows are normalised, with nothing learned about
/// that.
/// Owned by one thread at a time.
public final class NormalisedPass {
    private final Backpropagation way;
    private final Normalisation normalisation;
    private final FloatMatrix sums;
    private final FloatMatrix sumGradient;

    /// @param rowsMax rows of the largest batch
    /// @param dropout share of hidden values that are switched off in training
    public NormalisedPass(
            Arena arena, TrainableNetwork network, Normalisation normalisation, int rowsMax, double dropout) {
        this.way = new Backpropagation(arena, network, rowsMax, dropout);
        this.normalisation = normalisation;
        this.sums = FloatMatrix.allocate(arena, rowsMax, normalisation.width());
        this.sumGradient = FloatMatrix.allocate(arena, rowsMax, normalisation.width());
    }

    /// Computes `rows` rows of `out` and keeps what the way back needs.
    public void forward(
            Kernels kernels, FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow, SeededNumbers random) {
        way.forward(kernels, in, inRow, rows, sums, 0, random);
        for (int row = 0; row < rows; row++) {
            out.copyRowFrom(outRow + row, sums, row);
        }
        kernels.normalise(normalisation, out, outRow, rows);
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
        for (int row = 0; row < rows; row++) {
            back(row, outGradient, outRow + row);
        }
        way.backward(kernels, in, inRow, rows, sumGradient, 0, inGradient);
    }

    /// Before the gain.
    private double gradient(FloatMatrix outGradient, int outRow, int column) {
        return (double) outGradient.get(outRow, column) * normalisation.gain().get(0, column);
    }

    /// With `n = (x - mean) / s`: `dx = (dn - mean(dn) - n mean(dn n)) / s`; without the means where none is taken off.
    private void back(int row, FloatMatrix outGradient, int outRow) {
        int width = sums.columns();
        boolean isCentred = normalisation.form() == Normalisation.Form.LAYER;
        double mean = 0;
        for (int i = 0; isCentred && i < width; i++) {
            mean += sums.get(row, i) / (double) width;
        }
        double square = 0;
        for (int i = 0; i < width; i++) {
            double distance = sums.get(row, i) - mean;
            square += distance * distance / width;
        }
        double factor = 1 / Math.sqrt(square + normalisation.epsilon());
        double slope = 0;
        double along = 0;
        for (int i = 0; i < width; i++) {
            double gradient = gradient(outGradient, outRow, i);
            slope += isCentred ? gradient / width : 0;
            along += gradient * (sums.get(row, i) - mean) * factor / width;
        }
        for (int i = 0; i < width; i++) {
            double normal = (sums.get(row, i) - mean) * factor;
            sumGradient.set(row, i, (float) (factor * (gradient(outGradient, outRow, i) - slope - normal * along)));
        }
    }
}
