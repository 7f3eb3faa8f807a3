// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A gated feed-forward network, `down(activation(gate(x)) * up(x))`; with [Activation#SILU] it is SwiGLU. Its clamped
/// kin is `down(g sigmoid(1.702 g) (u + 1))` with `g` the gate, at most 7, and `u` up, between -7 and 7.
///
/// Gate and up stand side by side in one product, so that a row is read once and the weights stream through in one
/// go. Each of the two halves is padded to a multiple of 16 columns; what is there is zero.
public final class GatedFeedForward implements Network {
    /// How the halves come together.
    public enum Gating {
        /// The gate's activation times up.
        PRODUCT,
        /// As [Kernels#clampedGate]; the gate's activation is called [Activation#SILU], to which it is next.
        CLAMPED
    }

    private final Linear gateAndUp;
    private final Linear down;
    private final Activation activation;
    private final Gating gating;
    private final long multiplyAddsPerRow;

    /// One whose halves are multiplied as they are.
    ///
    /// @param gate with the activation of the gate
    /// @param up as large as the gate, without an activation
    public GatedFeedForward(Arena arena, Linear gate, Linear up, Linear down) {
        this(arena, gate, up, down, Gating.PRODUCT);
    }

    /// Copies gate and up into one; the copy lives as long as the arena, and `down` is taken as it is.
    ///
    /// @param gate with the activation of the gate
    /// @param up as large as the gate, without an activation
    public GatedFeedForward(Arena arena, Linear gate, Linear up, Linear down, Gating gating) {
        Shapes.equal("inputs of up", up.inputs(), gate.inputs());
        Shapes.equal("outputs of up", up.outputs(), gate.outputs());
        Shapes.equal("inputs of down", down.inputs(), gate.outputs());
        if (up.activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException("up must have no activation: " + up.activation());
        }
        if (gating == Gating.CLAMPED && gate.activation() != Activation.SILU) {
            throw new IllegalArgumentException("a clamped gate must have activation SILU: " + gate.activation());
        }
        this.gating = gating;
        this.gateAndUp = sideBySide(arena, gate, up);
        this.down = down;
        this.activation = gate.activation();
        this.multiplyAddsPerRow = 2L * gate.inputs() * gate.outputs() + (long) down.inputs() * down.outputs();
    }

    private static Linear sideBySide(Arena arena, Linear left, Linear right) {
        int width = FloatMatrix.padded(left.outputs());
        PackedMatrix weights = PackedMatrix.allocate(arena, left.inputs(), 2 * width);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, 2 * width);
        copy(left, 0, weights, bias, 0, left.outputs());
        copy(right, 0, weights, bias, width, right.outputs());
        return new Linear(weights, bias, Activation.IDENTITY);
    }

    private static void copy(
            Linear source, int sourceColumn, PackedMatrix weights, FloatMatrix bias, int column, int count) {
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < weights.inner(); k++) {
                weights.set(k, column + i, source.weights().get(k, sourceColumn + i));
            }
        }
        MemorySegment.copy(
                source.bias().segment(),
                (long) sourceColumn * Float.BYTES,
                bias.segment(),
                (long) column * Float.BYTES,
                (long) count * Float.BYTES);
    }

    @Override
    public int inputs() {
        return gateAndUp.inputs();
    }

    /// The length of a row between up and down.
    public int hidden() {
        return down.inputs();
    }

    @Override
    public int outputs() {
        return down.outputs();
    }

    /// A copy of the gate, with its activation.
    public Linear gate(Arena arena) {
        return half(arena, 0, activation);
    }

    /// A copy of up.
    public Linear up(Arena arena) {
        return half(arena, FloatMatrix.padded(hidden()), Activation.IDENTITY);
    }

    private Linear half(Arena arena, int column, Activation following) {
        PackedMatrix weights = PackedMatrix.allocate(arena, inputs(), hidden());
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, hidden());
        copy(gateAndUp, column, weights, bias, 0, hidden());
        return new Linear(weights, bias, following);
    }

    /// The layer that comes last.
    public Linear down() {
        return down;
    }

    /// What is applied to the gate's half.
    public Activation activation() {
        return activation;
    }

    /// How the halves come together.
    public Gating gating() {
        return gating;
    }

    @Override
    public int widestHidden() {
        return gateAndUp.outputs();
    }

    @Override
    public long multiplyAddsPerRow() {
        return multiplyAddsPerRow;
    }

    /// Uses the first scratch matrix only.
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
        Shapes.equal("in columns", in.columns(), inputs());
        Shapes.equal("out columns", out.columns(), outputs());
        kernels.linear(in, inRow, rows, gateAndUp, scratchA, 0);
        switch (gating) {
            case PRODUCT -> kernels.gate(activation, scratchA, 0, rows, hidden());
            case CLAMPED -> kernels.clampedGate(scratchA, 0, rows, hidden());
        }
        kernels.linear(scratchA, 0, rows, down, out, outRow);
    }
}
