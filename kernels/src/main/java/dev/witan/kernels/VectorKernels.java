// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.List;
import jdk.incubator.vector.VectorSpecies;

/// The kernels on vectors of one width, made of templates loaded for that width.
///
/// A product goes panel by panel, so that weights stream from memory once and every block of rows after the first
/// finds its panel in a cache.
final class VectorKernels implements Kernels {
    private static final int CONTIGUOUS_VALUES_MAX = 1 << 30;

    private final String name;
    private final String reason;
    private final RowBlock six;
    private final RowBlock four;
    private final RowBlock two;
    private final RowBlock one;
    private final RowFunctions functions;
    private final RowSum sum;
    private final RowSearch search;

    VectorKernels(VectorSpecies<Float> species, String reason) {
        this.name = name(species);
        this.reason = reason;
        this.six = VectorCopies.block(SixRows.class, species);
        this.four = VectorCopies.block(FourRows.class, species);
        this.two = VectorCopies.block(TwoRows.class, species);
        this.one = VectorCopies.block(OneRow.class, species);
        this.functions = new RowFunctions(species);
        this.sum = VectorCopies.sum(species);
        this.search = VectorCopies.search(species);
    }

    static String name(VectorSpecies<Float> species) {
        return "vector" + species.vectorBitSize();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public void linear(FloatMatrix in, int inRow, int rows, Linear layer, FloatMatrix out, int outRow) {
        Shapes.linear(in, inRow, rows, layer, out, outRow);
        if (rows == 1) {
            row(in, inRow, layer, out, outRow);
        } else {
            panels(in, inRow, rows, layer, out, outRow);
        }
        if (rows > 0 && layer.activation() != Activation.IDENTITY) {
            activate(layer, rows, out, outRow);
        }
    }

    /// Rows without anything between them are done in one call, for a call costs as much as a few vectors.
    private void activate(Linear layer, int rows, FloatMatrix out, int outRow) {
        int width = FloatMatrix.padded(layer.outputs());
        if (width == out.stride() && rows <= CONTIGUOUS_VALUES_MAX / width) {
            functions.activate(layer.activation(), out, outRow, out, outRow, rows * width);
        } else {
            for (int row = outRow; row < outRow + rows; row++) {
                functions.activate(layer.activation(), out, row, out, row, width);
            }
        }
    }

    /// A single row takes panels in pairs.
    private void row(FloatMatrix in, int inRow, Linear layer, FloatMatrix out, int outRow) {
        PackedMatrix weights = layer.weights();
        int pair = 2 * PackedMatrix.PANEL;
        int column = 0;
        for (; weights.columns() - column > pair - FloatMatrix.LANES; column += pair) {
            multiply(one, in, inRow, layer, column, pair, out, outRow);
        }
        for (; column < weights.columns(); column += PackedMatrix.PANEL) {
            multiply(one, in, inRow, layer, column, weights.panelWidth(column), out, outRow);
        }
    }

    private void panels(FloatMatrix in, int inRow, int rows, Linear layer, FloatMatrix out, int outRow) {
        PackedMatrix weights = layer.weights();
        for (int column = 0; column < weights.columns(); column += PackedMatrix.PANEL) {
            panel(in, inRow, rows, layer, column, weights.panelWidth(column), out, outRow);
        }
    }

    private void panel(
            FloatMatrix in, int inRow, int rows, Linear layer, int column, int width, FloatMatrix out, int outRow) {
        int row = 0;
        for (; row <= rows - 6; row += 6) {
            multiply(six, in, inRow + row, layer, column, width, out, outRow + row);
        }
        if (row <= rows - 4) {
            multiply(four, in, inRow + row, layer, column, width, out, outRow + row);
            row += 4;
        }
        if (row <= rows - 2) {
            multiply(two, in, inRow + row, layer, column, width, out, outRow + row);
            row += 2;
        }
        if (row < rows) {
            multiply(one, in, inRow + row, layer, column, width, out, outRow + row);
        }
    }

    /// The one place where blocks are called: it sees all four classes, so that none is inlined into a caller.
    private static void multiply(
            RowBlock block,
            FloatMatrix in,
            int inRow,
            Linear layer,
            int column,
            int width,
            FloatMatrix out,
            int outRow) {
        block.multiply(in, inRow, layer, column, width, out, outRow);
    }

    @Override
    public void activate(Activation activation, FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow) {
        Shapes.activate(in, inRow, rows, out, outRow);
        for (int row = 0; row < rows; row++) {
            functions.activate(activation, in, inRow + row, out, outRow + row, in.stride());
        }
    }

    @Override
    public void activationGradient(
            Activation activation, FloatMatrix preActivation, FloatMatrix gradient, int fromRow, int rows) {
        Shapes.activationGradient(preActivation, gradient, fromRow, rows);
        for (int row = fromRow; row < fromRow + rows; row++) {
            functions.activationGradient(activation, preActivation, gradient, row);
        }
    }

    @Override
    public void gate(Activation activation, FloatMatrix matrix, int fromRow, int rows, int width) {
        Shapes.gate(matrix, fromRow, rows, width);
        for (int row = fromRow; row < fromRow + rows; row++) {
            functions.gate(activation, matrix, row, width);
        }
    }

    @Override
    public void clampedGate(FloatMatrix matrix, int fromRow, int rows, int width) {
        Shapes.gate(matrix, fromRow, rows, width);
        for (int row = fromRow; row < fromRow + rows; row++) {
            functions.clampedGate(matrix, row, width);
        }
    }

    @Override
    public void normalise(Normalisation normalisation, FloatMatrix matrix, int fromRow, int rows) {
        Shapes.normalise(normalisation, matrix, fromRow, rows);
        for (int row = fromRow; row < fromRow + rows; row++) {
            functions.normalise(normalisation, matrix, row);
        }
    }

    @Override
    public void softmax(FloatMatrix matrix, int fromRow, int rows) {
        Shapes.range("rows", matrix, fromRow, rows);
        for (int row = fromRow; row < fromRow + rows; row++) {
            functions.softmax(matrix, row);
        }
    }

    @Override
    public void addScaled(FloatMatrix in, int inRow, float weight, FloatMatrix out, int outRow) {
        Shapes.addScaled(in, inRow, out, outRow);
        functions.addScaled(in, inRow, weight, out, outRow);
    }

    @Override
    public void weightedSum(FloatMatrix in, int[] rows, float[] weights, int count, FloatMatrix out, int outRow) {
        Shapes.weightedSum(in, rows, weights, count, out, outRow);
        sum.apply(in, rows, weights, count, out, outRow);
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

    RowSum sum() {
        return sum;
    }

    RowSearch search() {
        return search;
    }

    List<RowFunction> functions() {
        return functions.all();
    }

    /// Left to [PrimedKernels], which can replace these kernels if it fails.
    @Override
    public void prime() {}
}
