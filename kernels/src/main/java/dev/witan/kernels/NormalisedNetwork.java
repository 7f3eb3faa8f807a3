// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.Objects;

/// A network whose output rows are normalised, so that no expert of a mixture drowns out the others.
///
/// @param body what makes the rows; not normalised itself
/// @param normalisation as wide as the rows
public record NormalisedNetwork(Network body, Normalisation normalisation) implements Network {
    /// Refuses a normalisation that does not fit the body's rows, and one of what is normalised already.
    public NormalisedNetwork {
        Objects.requireNonNull(body);
        Shapes.equal("width of normalisation", normalisation.width(), body.outputs());
        if (body instanceof NormalisedNetwork) {
            throw new IllegalArgumentException("rows must be normalised once only");
        }
    }

    @Override
    public int inputs() {
        return body.inputs();
    }

    @Override
    public int outputs() {
        return body.outputs();
    }

    @Override
    public int widestHidden() {
        return body.widestHidden();
    }

    @Override
    public long multiplyAddsPerRow() {
        return body.multiplyAddsPerRow();
    }

    @Override
    public void forward(
            Kernels kernels,
            FloatMatrix in,
            int inRow,
            int rows,
            FloatMatrix scratchA,
            FloatMatrix scratchB,
            FloatMatrix out,
            int outRow) {
        body.forward(kernels, in, inRow, rows, scratchA, scratchB, out, outRow);
        kernels.normalise(normalisation, out, outRow, rows);
    }
}
