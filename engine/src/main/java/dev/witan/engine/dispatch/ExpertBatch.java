// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import dev.witan.kernels.FloatMatrix;

/// Rows that one expert has to answer: a range of rows of a shared input matrix, and the same range of an output
/// matrix to write the answers to. An expert may use them from `submit` until it completes the batch. The matrices are
/// used again for later batches, this object is not: a completion that comes twice or too late names a batch of the
/// past, and is told from that of a later one.
///
/// @param index its number among the expert batches of its lane batch
/// @param expert the expert's index within its mixture
/// @param from the first of its rows, in both matrices
public record ExpertBatch(int index, int expert, int from, int rows, FloatMatrix input, FloatMatrix output) {}
