// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import jdk.incubator.vector.VectorSpecies;

/// The kernels on vectors of one width, made of templates loaded for that width.
///
/// A product goes panel by panel, so that weights stream from memory once; within a panel over a stretch of inputs
/// that leaves the weights in the second-level cache, so that each block of rows finds them there.
final class VectorKernels implements Kernels {
    /// Inputs per stretch: 128 KiB of weights in a panel.
    static final int STRETCH = 512;

    private final String name;
    private final String reason;
    private final RowBlock six;
    private final RowBlock four;
    private final RowBlock two;
    private final RowBlock one;
    private final RowFunctions functions;

    VectorKernels(VectorSpecies<Float> species, String reason) {
        this.name = name(species);
        this.reason = reason;
        this.six = VectorCopies.block(SixRows.class, species);
        this.four = VectorCopies.block(FourRows.class, species);
        this.two = VectorCopies.block(TwoRows.class, species);
        this.one = VectorCopies.block(OneRow.class, species);
        this.functions = new RowFunctions(species);
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
        if (layer.activation() != Activation.IDENTITY) {
            int width = FloatMatrix.padded(layer.outputs());
            for (int row = outRow; row < outRow + rows; row++) {
                functions.activate(layer.activation(), out, row, out, row, width);
            }
        }
    }

    /// One row uses each weight once, so that there is nothing to keep near; it takes panels in pairs.
    private void row(FloatMatrix in, int inRow, Linear layer, FloatMatrix out, int outRow) {
        PackedMatrix weights = layer.weights();
        int column = 0;
        for (;
                weights.columns() - column > 2 * PackedMatrix.PANEL - FloatMatrix.LANES;
                column += 2 * PackedMatrix.PANEL) {
            add(one, in, inRow, layer, column, 2 * PackedMatrix.PANEL, 0, weights.innerUsed(), out, outRow);
        }
        for (; column < weights.columns(); column += PackedMatrix.PANEL) {
            add(one, in, inRow, layer, column, weights.panelWidth(column), 0, weights.innerUsed(), out, outRow);
        }
    }

    private void panels(FloatMatrix in, int inRow, int rows, Linear layer, FloatMatrix out, int outRow) {
        PackedMatrix weights = layer.weights();
        for (int column = 0; column < weights.columns(); column += PackedMatrix.PANEL) {
            int width = weights.panelWidth(column);
            int to = 0;
            do {
                int from = to;
                to = Math.min(weights.innerUsed(), from + STRETCH);
                blocks(in, inRow, rows, layer, column, width, from, to, out, outRow);
            } while (to < weights.innerUsed());
        }
    }

    private void blocks(
            FloatMatrix in,
            int inRow,
            int rows,
            Linear layer,
            int column,
            int width,
            int from,
            int to,
            FloatMatrix out,
            int outRow) {
        int row = 0;
        for (; row <= rows - 6; row += 6) {
            add(six, in, inRow + row, layer, column, width, from, to, out, outRow + row);
        }
        if (row <= rows - 4) {
            add(four, in, inRow + row, layer, column, width, from, to, out, outRow + row);
            row += 4;
        }
        if (row <= rows - 2) {
            add(two, in, inRow + row, layer, column, width, from, to, out, outRow + row);
            row += 2;
        }
        if (row < rows) {
            add(one, in, inRow + row, layer, column, width, from, to, out, outRow + row);
        }
    }

    /// The one place where blocks are called: it sees all four classes, so that none is inlined into a caller.
    private static void add(
            RowBlock block,
            FloatMatrix in,
            int inRow,
            Linear layer,
            int column,
            int width,
            int from,
            int to,
            FloatMatrix out,
            int outRow) {
        block.add(in, inRow, layer, column, width, from, to, out, outRow);
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
    public float exp(float x) {
        return Exponential.exp(x);
    }

    @Override
    public boolean topK(FloatMatrix scores, int row, int k, int[] out, int outFrom) {
        return TopK.select(scores, row, k, out, outFrom);
    }

    @Override
    public void prime() {
        Priming.compile(this);
    }
}
