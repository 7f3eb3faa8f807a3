// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// What an expert or a gate computes: rows in, as many rows out, on caller-owned scratch and without allocating.
///
/// Immutable, so any number of threads may run it, each with its own scratch.
public sealed interface Network permits FeedForward, GatedFeedForward, NormalisedNetwork {
    /// The length of an input row.
    int inputs();

    /// The length of an output row.
    int outputs();

    /// The number of columns that scratch needs; zero when it is not used.
    int widestHidden();

    /// The multiply-adds that one row takes in products.
    long multiplyAddsPerRow();

    /// Computes `rows` rows of `out` from as many of `in`.
    ///
    /// Both scratch matrices need `rows` rows of at least `widestHidden()` columns and are overwritten from row 0;
    /// they must be two, and neither of them `in` or `out`.
    void forward(
            Kernels kernels,
            FloatMatrix in,
            int inRow,
            int rows,
            FloatMatrix scratchA,
            FloatMatrix scratchB,
            FloatMatrix out,
            int outRow);
}
