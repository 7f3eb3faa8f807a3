// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The kernels in plain loops: the oracle that says what every other implementation must return, and the fallback
/// where there are no vectors.
final class ScalarKernels implements Kernels {
    private final String reason;
    private final RowSearch search = new ScalarSearch();

    ScalarKernels(String reason) {
        this.reason = reason;
    }

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public void linear(FloatMatrix in, int inRow, int rows, Linear layer, FloatMatrix out, int outRow) {
        Shapes.linear(in, inRow, rows, layer, out, outRow);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < layer.outputs(); column++) {
                float sum = sum(in, inRow + row, layer, column);
                out.set(outRow + row, column, ScalarFunctions.apply(layer.activation(), sum));
            }
        }
    }

    private static float sum(FloatMatrix in, int row, Linear layer, int column) {
        PackedMatrix weights = layer.weights();
        float sum = layer.bias().get(0, column);
        for (int k = 0; k < weights.innerUsed(); k++) {
            sum = Math.fma(in.get(row, k), weights.get(k, column), sum);
        }
        return sum;
    }

    @Override
    public void activate(Activation activation, FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow) {
        Shapes.activate(in, inRow, rows, out, outRow);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < in.columns(); column++) {
                out.set(outRow + row, column, ScalarFunctions.apply(activation, in.get(inRow + row, column)));
            }
        }
    }

    @Override
    public void activationGradient(
            Activation activation, FloatMatrix preActivation, FloatMatrix gradient, int fromRow, int rows) {
        Shapes.activationGradient(preActivation, gradient, fromRow, rows);
        for (int row = fromRow; row < fromRow + rows; row++) {
            for (int column = 0; column < gradient.columns(); column++) {
                float slope = ScalarFunctions.derivative(activation, preActivation.get(row, column));
                gradient.set(row, column, gradient.get(row, column) * slope);
            }
        }
    }

    @Override
    public void gate(Activation activation, FloatMatrix matrix, int fromRow, int rows, int width) {
        Shapes.gate(matrix, fromRow, rows, width);
        int up = FloatMatrix.padded(width);
        for (int row = fromRow; row < fromRow + rows; row++) {
            for (int column = 0; column < width; column++) {
                float gate = ScalarFunctions.apply(activation, matrix.get(row, column));
                matrix.set(row, column, gate * matrix.get(row, up + column));
            }
        }
    }

    @Override
    public void clampedGate(FloatMatrix matrix, int fromRow, int rows, int width) {
        Shapes.gate(matrix, fromRow, rows, width);
        int up = FloatMatrix.padded(width);
        for (int row = fromRow; row < fromRow + rows; row++) {
            for (int column = 0; column < width; column++) {
                float gate = ScalarFunctions.clampedGate(matrix.get(row, column));
                matrix.set(row, column, gate * ScalarFunctions.clampedUp(matrix.get(row, up + column)));
            }
        }
    }

    @Override
    public void normalise(Normalisation normalisation, FloatMatrix matrix, int fromRow, int rows) {
        Shapes.normalise(normalisation, matrix, fromRow, rows);
        for (int row = fromRow; row < fromRow + rows; row++) {
            normalise(normalisation, matrix, row);
        }
    }

    private static void normalise(Normalisation normalisation, FloatMatrix matrix, int row) {
        int width = normalisation.width();
        if (normalisation.form() == Normalisation.Form.LAYER) {
            float mean = Rows.stridedSum(matrix, row, width) / width;
            for (int column = 0; column < width; column++) {
                matrix.set(row, column, matrix.get(row, column) - mean);
            }
        }
        float factor = normalisation.factor(Rows.stridedSumOfSquares(matrix, row, width) / width);
        for (int column = 0; column < width; column++) {
            float scaled =
                    matrix.get(row, column) * factor * normalisation.gain().get(0, column);
            matrix.set(row, column, scaled + normalisation.bias().get(0, column));
        }
    }

    @Override
    public void softmax(FloatMatrix matrix, int fromRow, int rows) {
        Shapes.range("rows", matrix, fromRow, rows);
        for (int row = fromRow; row < fromRow + rows; row++) {
            float greatest = Rows.greatest(matrix, row);
            for (int column = 0; column < matrix.columns(); column++) {
                matrix.set(row, column, Exponential.exp(matrix.get(row, column) - greatest));
            }
            float sum = Rows.sum(matrix, row);
            for (int column = 0; column < matrix.columns(); column++) {
                matrix.set(row, column, matrix.get(row, column) / sum);
            }
        }
    }

    @Override
    public void addScaled(FloatMatrix in, int inRow, float weight, FloatMatrix out, int outRow) {
        Shapes.addScaled(in, inRow, out, outRow);
        for (int column = 0; column < in.columns(); column++) {
            out.set(outRow, column, Math.fma(weight, in.get(inRow, column), out.get(outRow, column)));
        }
    }

    @Override
    public void weightedSum(FloatMatrix in, int[] rows, float[] weights, int count, FloatMatrix out, int outRow) {
        Shapes.weightedSum(in, rows, weights, count, out, outRow);
        for (int column = 0; column < in.columns(); column++) {
            float sum = 0f;
            for (int i = 0; i < count; i++) {
                sum = Math.fma(weights[i], in.get(rows[i], column), sum);
            }
            out.set(outRow, column, sum);
        }
    }

    @Override
    public float exp(float x) {
        return Exponential.exp(x);
    }

    @Override
    public int firstAbove(FloatMatrix scores, int row, int column, float value) {
        return TopK.firstAbove(search, scores, row, column, value);
    }

    @Override
    public boolean topK(FloatMatrix scores, int row, int columns, int k, int[] out, int outFrom) {
        return TopK.select(search, scores, row, columns, k, out, outFrom);
    }

    /// Nothing to do: plain loops compile well whenever they get hot.
    @Override
    public void prime() {}
}
