// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import dev.witan.kernels.RowFunction.Kind;
import java.util.List;
import jdk.incubator.vector.VectorSpecies;

/// The row functions of one vector width, each a class of its own.
///
/// All calls pass through one place that has seen many classes, so that the compiler never inlines a function into
/// its caller: there it would share the limits on inlining with whatever else the caller does.
final class RowFunctions {
    private final RowFunction relu;
    private final RowFunction reluGradient;
    private final RowFunction divide;
    private final RowFunction addScaled;
    private final RowFunction subtract;
    private final RowFunction multiply;
    private final RowFunction clampedMultiply;
    private final RowFunction clampedGate;
    private final RowFunction gelu;
    private final RowFunction geluGradient;
    private final RowFunction silu;
    private final RowFunction siluGradient;
    private final RowFunction exponential;

    RowFunctions(VectorSpecies<Float> species) {
        relu = VectorCopies.function(Kind.RELU, species);
        reluGradient = VectorCopies.function(Kind.RELU_GRADIENT, species);
        divide = VectorCopies.function(Kind.DIVIDE, species);
        addScaled = VectorCopies.function(Kind.ADD_SCALED, species);
        subtract = VectorCopies.function(Kind.SUBTRACT, species);
        multiply = VectorCopies.function(Kind.MULTIPLY, species);
        clampedMultiply = VectorCopies.function(Kind.CLAMPED_MULTIPLY, species);
        clampedGate = VectorCopies.function(Kind.CLAMPED_GATE, species);
        gelu = VectorCopies.function(Kind.GELU, species);
        geluGradient = VectorCopies.function(Kind.GELU_GRADIENT, species);
        silu = VectorCopies.function(Kind.SILU, species);
        siluGradient = VectorCopies.function(Kind.SILU_GRADIENT, species);
        exponential = VectorCopies.function(Kind.EXPONENTIAL, species);
    }

    List<RowFunction> all() {
        return List.of(
                relu,
                reluGradient,
                divide,
                addScaled,
                subtract,
                multiply,
                clampedMultiply,
                clampedGate,
                gelu,
                geluGradient,
                silu,
                siluGradient,
                exponential);
    }

    void activate(Activation activation, FloatMatrix in, int inRow, FloatMatrix out, int outRow, int count) {
        switch (activation) {
            case IDENTITY -> out.copyRowFrom(outRow, in, inRow);
            case RELU -> apply(relu, in, inRow, out, outRow, count, 0f);
            case GELU -> apply(gelu, in, inRow, out, outRow, count, 0f);
            case SILU -> apply(silu, in, inRow, out, outRow, count, 0f);
        }
    }

    void activationGradient(Activation activation, FloatMatrix preActivation, FloatMatrix gradient, int row) {
        int count = gradient.stride();
        switch (activation) {
            case IDENTITY -> {} // its derivative is one
            case RELU -> apply(reluGradient, preActivation, row, gradient, row, count, 0f);
            case GELU -> apply(geluGradient, preActivation, row, gradient, row, count, 0f);
            case SILU -> apply(siluGradient, preActivation, row, gradient, row, count, 0f);
        }
    }

    void softmax(FloatMatrix matrix, int row) {
        float greatest = Rows.greatest(matrix, row);
        apply(exponential, matrix, row, matrix, row, matrix.stride(), greatest);
        float sum = Rows.sum(matrix, row);
        apply(divide, matrix, row, matrix, row, matrix.stride(), sum);
    }

    void gate(Activation activation, FloatMatrix matrix, int row, int width) {
        int count = FloatMatrix.padded(width);
        activate(activation, matrix, row, matrix, row, count);
        long up = matrix.address(row) + (long) count * Float.BYTES;
        multiply.apply(up, matrix.address(row), count, 1f);
    }

    void clampedGate(FloatMatrix matrix, int row, int width) {
        int count = FloatMatrix.padded(width);
        apply(clampedGate, matrix, row, matrix, row, count, 0f);
        long up = matrix.address(row) + (long) count * Float.BYTES;
        clampedMultiply.apply(up, matrix.address(row), count, 0f);
    }

    void normalise(Normalisation normalisation, FloatMatrix matrix, int row) {
        int width = normalisation.width();
        int count = FloatMatrix.padded(width);
        if (normalisation.form() == Normalisation.Form.LAYER) {
            float mean = Rows.stridedSum(matrix, row, width) / width;
            apply(subtract, matrix, row, matrix, row, count, mean);
        }
        float factor = normalisation.factor(Rows.stridedSumOfSquares(matrix, row, width) / width);
        apply(multiply, normalisation.gain(), 0, matrix, row, count, factor);
        apply(addScaled, normalisation.bias(), 0, matrix, row, count, 1f);
    }

    void addScaled(FloatMatrix in, int inRow, float weight, FloatMatrix out, int outRow) {
        apply(addScaled, in, inRow, out, outRow, in.stride(), weight);
    }

    static void apply(
            RowFunction function, FloatMatrix in, int inRow, FloatMatrix out, int outRow, int count, float value) {
        function.apply(in.address(inRow), out.address(outRow), count, value);
    }
}
