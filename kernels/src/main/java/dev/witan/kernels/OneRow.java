// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The sums of one row, for one vector width; it also takes two whole panels at once.
///
/// Written as [SixRows] is, for the reasons given there.
final class OneRow implements RowBlock {
    private static final VectorSpecies<Float> SPECIES = VectorCopies.species(MethodHandles.lookup());
    private static final MemorySegment MEMORY = NativeMemory.EVERYWHERE;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int LANES = SPECIES.length();
    private static final long BYTES = (long) LANES * Float.BYTES;

    /// Where four vectors are a panel, its step is a constant, and the checks of positions leave the loop. Narrower
    /// vectors may come with 16 registers only, too few for the sums of many rows of four.
    private static final boolean FULL = 4 * LANES == PackedMatrix.PANEL;

    private static final long PANEL_BYTES = (long) PackedMatrix.PANEL * Float.BYTES;

    @Override
    public void multiply(FloatMatrix in, int inRow, Linear layer, int column, int width, FloatMatrix out, int outRow) {
        PackedMatrix weights = layer.weights();
        int inner = weights.innerUsed();
        long step = (long) Math.min(width, PackedMatrix.PANEL) * Float.BYTES;
        long w = weights.address(column);
        long x = in.address(inRow);
        long o = out.address(outRow) + (long) column * Float.BYTES;
        long s = layer.bias().address(0) + (long) column * Float.BYTES;
        if (width > PackedMatrix.PANEL) {
            panels(x, weights, w, s, o);
            return;
        }
        int c = 0;
        while (c < width) {
            long b = (long) c * Float.BYTES;
            if (width - c >= 8 * LANES) {
                eight(x, w + b, 4 * BYTES, step, inner, s + b, o + b);
                c += 8 * LANES;
            } else if (width - c >= 4 * LANES) {
                four(x, w + b, step, inner, s + b, o + b);
                c += 4 * LANES;
            } else if (width - c >= 2 * LANES) {
                two(x, w + b, step, inner, s + b, o + b);
                c += 2 * LANES;
            } else {
                one(x, w + b, step, inner, s + b, o + b);
                c += LANES;
            }
        }
    }

    /// Two panels side by side where four vectors are a panel, and one after the other where vectors are narrower.
    private static void panels(long x, PackedMatrix weights, long w, long s, long o) {
        int inner = weights.innerUsed();
        long panel = (long) PackedMatrix.PANEL * Float.BYTES;
        long next = panel * weights.inner();
        if (4 * BYTES == panel) {
            eight(x, w, next, panel, inner, s, o);
            return;
        }
        for (long b = 0; b < panel; b += 8 * BYTES) {
            eight(x, w + b, 4 * BYTES, panel, inner, s + b, o + b);
        }
        for (long b = 0; b < panel; b += 8 * BYTES) {
            eight(x, w + next + b, 4 * BYTES, panel, inner, s + panel + b, o + panel + b);
        }
    }

    /// Eight sums hide the latency of an addition. `ahead` leads from the fourth to the fifth vector of weights,
    /// which may lie in the next panel.
    private static void eight(long x, long w, long ahead, long step, int inner, long s, long o) {
        FloatVector a0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s, ORDER);
        FloatVector a1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + BYTES, ORDER);
        FloatVector a2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 2 * BYTES, ORDER);
        FloatVector a3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 3 * BYTES, ORDER);
        FloatVector a4 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 4 * BYTES, ORDER);
        FloatVector a5 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 5 * BYTES, ORDER);
        FloatVector a6 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 6 * BYTES, ORDER);
        FloatVector a7 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 7 * BYTES, ORDER);
        for (int k = 0; k < inner; k++) {
            FloatVector xk = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, x + (long) k * Float.BYTES));
            long wk = w + k * (FULL ? PANEL_BYTES : step);
            long vk = wk + ahead;
            a0 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, wk, ORDER), a0);
            a1 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + BYTES, ORDER), a1);
            a2 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + 2 * BYTES, ORDER), a2);
            a3 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + 3 * BYTES, ORDER), a3);
            a4 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, vk, ORDER), a4);
            a5 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, vk + BYTES, ORDER), a5);
            a6 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, vk + 2 * BYTES, ORDER), a6);
            a7 = xk.fma(FloatVector.fromMemorySegment(SPECIES, MEMORY, vk + 3 * BYTES, ORDER), a7);
        }
        a0.intoMemorySegment(MEMORY, o, ORDER);
        a1.intoMemorySegment(MEMORY, o + BYTES, ORDER);
        a2.intoMemorySegment(MEMORY, o + 2 * BYTES, ORDER);
        a3.intoMemorySegment(MEMORY, o + 3 * BYTES, ORDER);
        a4.intoMemorySegment(MEMORY, o + 4 * BYTES, ORDER);
        a5.intoMemorySegment(MEMORY, o + 5 * BYTES, ORDER);
        a6.intoMemorySegment(MEMORY, o + 6 * BYTES, ORDER);
        a7.intoMemorySegment(MEMORY, o + 7 * BYTES, ORDER);
    }

    private static void four(long x, long w, long step, int inner, long s, long o) {
        FloatVector a00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s, ORDER);
        FloatVector a01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + BYTES, ORDER);
        FloatVector a02 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 2 * BYTES, ORDER);
        FloatVector a03 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 3 * BYTES, ORDER);
        for (int k = 0; k < inner; k++) {
            long wk = w + k * (FULL ? PANEL_BYTES : step);
            FloatVector w0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk, ORDER);
            FloatVector w1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + BYTES, ORDER);
            FloatVector w2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + 2 * BYTES, ORDER);
            FloatVector w3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + 3 * BYTES, ORDER);
            long xk = x + (long) k * Float.BYTES;
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk));
            a00 = x0.fma(w0, a00);
            a01 = x0.fma(w1, a01);
            a02 = x0.fma(w2, a02);
            a03 = x0.fma(w3, a03);
        }
        a00.intoMemorySegment(MEMORY, o, ORDER);
        a01.intoMemorySegment(MEMORY, o + BYTES, ORDER);
        a02.intoMemorySegment(MEMORY, o + 2 * BYTES, ORDER);
        a03.intoMemorySegment(MEMORY, o + 3 * BYTES, ORDER);
    }

    private static void two(long x, long w, long step, int inner, long s, long o) {
        FloatVector a00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s, ORDER);
        FloatVector a01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + BYTES, ORDER);
        for (int k = 0; k < inner; k++) {
            long wk = w + k * step;
            FloatVector w0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk, ORDER);
            FloatVector w1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + BYTES, ORDER);
            long xk = x + (long) k * Float.BYTES;
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk));
            a00 = x0.fma(w0, a00);
            a01 = x0.fma(w1, a01);
        }
        a00.intoMemorySegment(MEMORY, o, ORDER);
        a01.intoMemorySegment(MEMORY, o + BYTES, ORDER);
    }

    private static void one(long x, long w, long step, int inner, long s, long o) {
        FloatVector a00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s, ORDER);
        for (int k = 0; k < inner; k++) {
            long wk = w + k * step;
            FloatVector w0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk, ORDER);
            long xk = x + (long) k * Float.BYTES;
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk));
            a00 = x0.fma(w0, a00);
        }
        a00.intoMemorySegment(MEMORY, o, ORDER);
    }
}
