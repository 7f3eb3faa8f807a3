// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import jdk.incubator.vector.VectorSpecies;

/// Vector kernels that can replace themselves while they are being primed.
///
/// The compiler sometimes leaves a kernel with its vectors on the heap, for the life of that class. Priming finds
/// that out by the memory that calls allocate, and starts again with freshly loaded classes; kernels that fail
/// every time give way to the scalar ones.
final class PrimedKernels implements Kernels {
    private static final int ATTEMPTS_MAX = 3;

    private final VectorSpecies<Float> species;
    private final VectorKernels first;

    /// Replaced by [#prime()] only; volatile, so that other threads see whole kernels.
    private volatile Kernels kernels;

    PrimedKernels(VectorSpecies<Float> species, String reason) {
        this.species = species;
        this.first = new VectorKernels(species, reason);
        this.kernels = first;
    }

    @Override
    public void prime() {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            VectorKernels fresh = attempt == 1 ? first : new VectorKernels(species, reason(attempt));
            if (Priming.compile(fresh)) {
                kernels = fresh;
                return;
            }
        }
        kernels = new ScalarKernels(
                "%s still allocated after %d attempts at compiling it".formatted(first.name(), ATTEMPTS_MAX));
    }

    private String reason(int attempt) {
        return first.reason() + ", compiled at attempt " + attempt;
    }

    @Override
    public String name() {
        return kernels.name();
    }

    @Override
    public String reason() {
        return kernels.reason();
    }

    @Override
    public void linear(FloatMatrix in, int inRow, int rows, Linear layer, FloatMatrix out, int outRow) {
        kernels.linear(in, inRow, rows, layer, out, outRow);
    }

    @Override
    public void activate(Activation activation, FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow) {
        kernels.activate(activation, in, inRow, rows, out, outRow);
    }

    @Override
    public void activationGradient(
            Activation activation, FloatMatrix preActivation, FloatMatrix gradient, int fromRow, int rows) {
        kernels.activationGradient(activation, preActivation, gradient, fromRow, rows);
    }

    @Override
    public void gate(Activation activation, FloatMatrix matrix, int fromRow, int rows, int width) {
        kernels.gate(activation, matrix, fromRow, rows, width);
    }

    @Override
    public void clampedGate(FloatMatrix matrix, int fromRow, int rows, int width) {
        kernels.clampedGate(matrix, fromRow, rows, width);
    }

    @Override
    public void normalise(Normalisation normalisation, FloatMatrix matrix, int fromRow, int rows) {
        kernels.normalise(normalisation, matrix, fromRow, rows);
    }

    @Override
    public void softmax(FloatMatrix matrix, int fromRow, int rows) {
        kernels.softmax(matrix, fromRow, rows);
    }

    @Override
    public void addScaled(FloatMatrix in, int inRow, float weight, FloatMatrix out, int outRow) {
        kernels.addScaled(in, inRow, weight, out, outRow);
    }

    @Override
    public void weightedSum(FloatMatrix in, int[] rows, float[] weights, int count, FloatMatrix out, int outRow) {
        kernels.weightedSum(in, rows, weights, count, out, outRow);
    }

    @Override
    public float exp(float x) {
        return kernels.exp(x);
    }

    @Override
    public int firstAbove(FloatMatrix scores, int row, int column, float value) {
        return kernels.firstAbove(scores, row, column, value);
    }

    @Override
    public boolean topK(FloatMatrix scores, int row, int columns, int k, int[] out, int outFrom) {
        return kernels.topK(scores, row, columns, k, out, outFrom);
    }
}
