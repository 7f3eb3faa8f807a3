// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.util.Arrays;

/// An INT8 copy of a layer that tells within which bounds each output of the FP32 layer lies, and any of them exactly.
///
/// Weights are quantized per output and rows per row, to whole numbers of at most 127. A product of such numbers is
/// exact in FP32, and so are sums of up to 1,040 of them, so that the plain loop here gives the same bits
/// everywhere; it reads a quarter of the layer's bytes. With `w = s q + r` and `x = t p + v`, an output differs
/// from `s t (q p)` by at most `|r| |t p| + |v| |w|`, norms being Euclidean; a margin for every rounding on the
/// way, that of the FP32 layer included, makes bounds of it. Immutable and thread-safe, each thread with a
/// [Workspace] of its own.
public final class RoughLinear {
    /// Larger or smaller rows and weights could leave the range of FP32 on the way.
    private static final float GREATEST = 1e15f;

    private static final float LEAST = 1e-15f;
    private static final float LEVELS = 127f;
    private static final int STEP = 4;

    /// Half the distance between 1 and the next number.
    private static final double UNIT = 0x1p-24;

    /// Roundings beside those of the two sums, the rough one and that of the FP32 layer.
    private static final int ROUNDINGS = 64;

    private static final double SAFETY = 1 + 0x1p-12;
    private static final float UNDERFLOW = 1e-25f;

    private final int inputs;
    private final int outputs;
    private final byte[] rough;
    private final float[] exact;
    private final float[] bias;
    private final float[] offset;
    private final float[] scale;
    private final float[] residual;
    private final float[] norm;
    private final float[] slack;

    /// What one thread writes down while it uses the layer.
    public static final class Workspace {
        final float[] row;
        final float[] levels;
        final float[] sums;
        final float[] low;
        final float[] high;
        private final FloatMatrix bounds;

        Workspace(Arena arena, int inputs, int outputs) {
            this.row = new float[inputs];
            this.levels = new float[(inputs + STEP - 1) & -STEP];
            this.sums = new float[outputs];
            this.low = new float[outputs];
            this.high = new float[outputs];
            this.bounds = FloatMatrix.allocate(arena, 2, outputs);
        }

        /// The bounds that were found last: the lower ones in row 0, the upper ones in row 1.
        public FloatMatrix bounds() {
            return bounds;
        }
    }

    /// A copy of `layer`, whose outputs are taken with `added` on top.
    ///
    /// @param added one value per output, to be added to it, and rounded, before outputs are compared
    public RoughLinear(Linear layer, float[] added) {
        if (layer.activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException("a rough layer must have no activation: " + layer.activation());
        }
        Shapes.equal("added values", added.length, layer.outputs());
        this.inputs = layer.inputs();
        this.outputs = layer.outputs();
        this.rough = new byte[((inputs + STEP - 1) & -STEP) * outputs];
        this.exact = new float[inputs * outputs];
        this.bias = new float[outputs];
        this.offset = new float[outputs];
        this.scale = new float[outputs];
        this.residual = new float[outputs];
        this.norm = new float[outputs];
        this.slack = new float[outputs];
        for (int output = 0; output < outputs; output++) {
            copy(layer, output);
            quantize(output);
            offset[output] = bias[output] + added[output];
            double magnitude = Math.abs((double) bias[output]) + Math.abs((double) added[output]);
            slack[output] = up(margin() * magnitude) + UNDERFLOW;
        }
    }

    private void copy(Linear layer, int output) {
        bias[output] = layer.bias().get(0, output);
        for (int input = 0; input < inputs; input++) {
            exact[output * inputs + input] = layer.weights().get(input, output);
        }
    }

    private void quantize(int output) {
        float greatest = greatest(exact, output * inputs, inputs);
        if (!(greatest <= GREATEST) || !(Math.abs(offset[output]) <= GREATEST)) {
            throw new IllegalArgumentException("weights must be at most %g: %g".formatted(GREATEST, greatest));
        }
        scale[output] = greatest < LEAST ? 0f : greatest / LEVELS;
        double squares = 0;
        double rest = 0;
        for (int input = 0; input < inputs; input++) {
            float weight = exact[output * inputs + input];
            int level = scale[output] == 0 ? 0 : Math.round(weight / scale[output]);
            rough[input * outputs + output] = (byte) level;
            double difference = weight - (double) scale[output] * level;
            squares += (double) weight * weight;
            rest += difference * difference;
        }
        norm[output] = up(Math.sqrt(squares));
        residual[output] = up(Math.sqrt(rest));
    }

    private static float greatest(float[] values, int from, int count) {
        float greatest = 0;
        for (int i = from; i < from + count; i++) {
            float size = Math.abs(values[i]);
            greatest = size > greatest || Float.isNaN(size) ? size : greatest;
        }
        return greatest;
    }

    private static float up(double value) {
        return Math.nextUp((float) (value * SAFETY));
    }

    /// What every rounding together may come to, in parts of the sizes that enter a sum.
    private double margin() {
        return (2 * inputs + ROUNDINGS) * UNIT * SAFETY;
    }

    /// The length of a row.
    public int inputs() {
        return inputs;
    }

    /// How many outputs there are.
    public int outputs() {
        return outputs;
    }

    /// Room for one thread.
    public Workspace workspace(Arena arena) {
        return new Workspace(arena, inputs, outputs);
    }

    /// Finds the bounds of every output of a row; false where its numbers are too large, too small or none to bound.
    public boolean bound(FloatMatrix in, int row, Workspace workspace) {
        float[] x = workspace.row;
        in.copyRowTo(row, x, 0);
        float greatest = greatest(x, 0, inputs);
        if (!(greatest >= LEAST && greatest <= GREATEST)) {
            return false;
        }
        float step = greatest / LEVELS;
        double squares = 0;
        double rest = 0;
        double kept = 0;
        for (int input = 0; input < inputs; input++) {
            float level = Math.round(x[input] / step);
            workspace.levels[input] = level;
            double near = (double) step * level;
            double difference = x[input] - near;
            squares += (double) x[input] * x[input];
            rest += difference * difference;
            kept += near * near;
        }
        sum(workspace);
        double extra = margin() * (Math.sqrt(squares) + Math.sqrt(rest));
        spread(workspace, step, up(Math.sqrt(kept) + extra), up(Math.sqrt(rest) + extra));
        return true;
    }

    private void sum(Workspace workspace) {
        float[] levels = workspace.levels;
        Arrays.fill(workspace.sums, 0f);
        for (int input = 0; input < inputs; input += STEP) {
            add(
                    rough,
                    input * outputs,
                    outputs,
                    levels[input],
                    levels[input + 1],
                    levels[input + 2],
                    levels[input + 3],
                    workspace.sums);
        }
    }

    /// Four inputs at a time, in the form that the compiler makes vectors of: with eight it does not.
    private static void add(byte[] w, int from, int count, float x0, float x1, float x2, float x3, float[] sums) {
        int second = from + count;
        int third = second + count;
        int fourth = third + count;
        for (int i = 0; i < count; i++) {
            sums[i] += x0 * w[from + i] + x1 * w[second + i] + x2 * w[third + i] + x3 * w[fourth + i];
        }
    }

    private void spread(Workspace workspace, float step, float byResidual, float byNorm) {
        float[] low = workspace.low;
        float[] high = workspace.high;
        float[] sums = workspace.sums;
        for (int i = 0; i < outputs; i++) {
            float middle = step * scale[i] * sums[i] + offset[i];
            float error = byResidual * residual[i] + byNorm * norm[i] + slack[i];
            low[i] = middle - error;
            high[i] = middle + error;
        }
        workspace.bounds.copyRowFrom(0, low, 0);
        workspace.bounds.copyRowFrom(1, high, 0);
    }

    /// The outputs of the FP32 layer, bit by bit, for the row that was bounded last and without what was to be added.
    ///
    /// @param of which outputs, in `of` from `from` on
    /// @param to where they are written, in the same order
    public void exact(Workspace workspace, int[] of, int from, int count, float[] to) {
        int i = 0;
        for (; i + STEP <= count; i += STEP) {
            four(workspace.row, of, from + i, to, i);
        }
        for (; i < count; i++) {
            to[i] = one(workspace.row, of[from + i]);
        }
    }

    private float one(float[] x, int output) {
        float sum = bias[output];
        for (int input = 0; input < inputs; input++) {
            sum = Math.fma(x[input], exact[output * inputs + input], sum);
        }
        return sum;
    }

    /// Four sums side by side hide the latency of an addition.
    private void four(float[] x, int[] of, int from, float[] to, int at) {
        int a = of[from] * inputs;
        int b = of[from + 1] * inputs;
        int c = of[from + 2] * inputs;
        int d = of[from + 3] * inputs;
        float sumA = bias[of[from]];
        float sumB = bias[of[from + 1]];
        float sumC = bias[of[from + 2]];
        float sumD = bias[of[from + 3]];
        for (int input = 0; input < inputs; input++) {
            sumA = Math.fma(x[input], exact[a + input], sumA);
            sumB = Math.fma(x[input], exact[b + input], sumB);
            sumC = Math.fma(x[input], exact[c + input], sumC);
            sumD = Math.fma(x[input], exact[d + input], sumD);
        }
        to[at] = sumA;
        to[at + 1] = sumB;
        to[at + 2] = sumC;
        to[at + 3] = sumD;
    }
}
