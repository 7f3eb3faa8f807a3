// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.List;

/// The arithmetic of Witan: matrix products, activations, softmax and top-K, all on FP32 rows.
///
/// Every implementation gives the same bits. Each output of a product is `bias`, then for every input in ascending
/// order `fma(input, weight, sum)`, whatever the number of rows, the block sizes or the vector width; that is what
/// batch invariance rests on. Stateless: any number of threads may call it. A call uses the caller's thread and
/// allocates nothing.
public interface Kernels {
    /// The fastest implementation of this machine, or the one that the system property `witan.kernels` names:
    /// `scalar`, `vector128`, `vector256` or `vector512`.
    static Kernels choose() {
        return KernelChoice.choose(System.getProperty(KernelChoice.PROPERTY, ""));
    }

    /// Every implementation that this machine can run, the scalar one first.
    static List<Kernels> available() {
        return KernelChoice.available();
    }

    /// Which implementation this is: `scalar`, `vector128`, `vector256` or `vector512`.
    String name();

    /// Why it was chosen, in words for a log line.
    String reason();

    /// Computes `rows` rows of a layer.
    ///
    /// `in` needs at least as many columns as the weights have inputs; `out` needs at least as many as they have
    /// outputs, and its columns up to the next multiple of 16 are overwritten.
    void linear(FloatMatrix in, int inRow, int rows, Linear layer, FloatMatrix out, int outRow);

    /// Applies an activation to rows; `in` and `out` may be the same rows.
    void activate(Activation activation, FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow);

    /// Multiplies `gradient` by the derivative of an activation at `preActivation`, in place.
    void activationGradient(
            Activation activation, FloatMatrix preActivation, FloatMatrix gradient, int fromRow, int rows);

    /// Gates rows in place: of each row, column `c` below `width` becomes `activation(c) * u`, where `u` stands in
    /// the column that is `width`, rounded up to a multiple of 16, further on.
    ///
    /// The columns from `width` to the first `u` are overwritten.
    void gate(Activation activation, FloatMatrix matrix, int fromRow, int rows, int width);

    /// Gates rows in place as [#gate] does, with both halves held within bounds: column `c` becomes
    /// `g sigmoid(1.702 g) (u + 1)`, where `g` is the column, at most 7, and `u` its counterpart, between -7 and 7.
    void clampedGate(FloatMatrix matrix, int fromRow, int rows, int width);

    /// Normalises rows in place; they need at least as many columns as the normalisation is wide, and the columns up
    /// to the next multiple of 16 are overwritten.
    void normalise(Normalisation normalisation, FloatMatrix matrix, int fromRow, int rows);

    /// Turns rows of scores into rows that sum to one, in place.
    ///
    /// The exponentials are summed in ascending column order. A row with a NaN or plus infinity, or with nothing
    /// but minus infinity, becomes NaN.
    void softmax(FloatMatrix matrix, int fromRow, int rows);

    /// Adds `weight` times a row to another: `out = fma(weight, in, out)`.
    void addScaled(FloatMatrix in, int inRow, float weight, FloatMatrix out, int outRow);

    /// Replaces a row by a sum of weighted rows: from zero, `out = fma(weights[i], in[rows[i]], out)` for `i` from 0 to
    /// `count`.
    ///
    /// @param in as wide as `out`, and another matrix
    void weightedSum(FloatMatrix in, int[] rows, float[] weights, int count, FloatMatrix out, int outRow);

    /// The exponential function within one unit in the last place; NaN for NaN, and the same bits as inside every
    /// kernel.
    float exp(float x);

    /// Writes the columns of the `k` greatest of all scores of a row to `out`, as the other form does.
    default boolean topK(FloatMatrix scores, int row, int k, int[] out, int outFrom) {
        return topK(scores, row, scores.columns(), k, out, outFrom);
    }

    /// Writes the columns of the `k` greatest of the first `columns` scores of a row to `out`, best first, ties to the
    /// lowest column.
    ///
    /// False when a NaN is among the scores; `out` then holds nothing of use.
    boolean topK(FloatMatrix scores, int row, int columns, int k, int[] out, int outFrom);

    /// The first column, from `column` on, of a row's scores that is not at most `value`, or the number of columns
    /// where there is none. NaN is not at most any value.
    int firstAbove(FloatMatrix scores, int row, int column, float value);

    /// Has every kernel compiled, which takes about a second; call it once before the first call that must be fast.
    void prime();
}
