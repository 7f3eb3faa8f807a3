// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The sums of two rows, for one vector width.
///
/// Written as [SixRows] is, for the reasons given there.
final class TwoRows implements RowBlock {
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
        long step = (long) width * Float.BYTES;
        long w = weights.address(column);
        long x = in.address(inRow);
        long inStride = (long) in.stride() * Float.BYTES;
        long o = out.address(outRow) + (long) column * Float.BYTES;
        long outStride = (long) out.stride() * Float.BYTES;
        long s = layer.bias().address(0) + (long) column * Float.BYTES;
        int c = 0;
        while (c < width) {
            long b = (long) c * Float.BYTES;
            if (width - c >= 4 * LANES) {
                four(x, inStride, w + b, step, inner, s + b, o + b, outStride);
                c += 4 * LANES;
            } else if (width - c >= 2 * LANES) {
                two(x, inStride, w + b, step, inner, s + b, o + b, outStride);
                c += 2 * LANES;
            } else {
                one(x, inStride, w + b, step, inner, s + b, o + b, outStride);
                c += LANES;
            }
        }
    }

    private static void four(long x, long inStride, long w, long step, int inner, long s, long o, long outStride) {
        FloatVector a00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s, ORDER);
        FloatVector a01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + BYTES, ORDER);
        FloatVector a02 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 2 * BYTES, ORDER);
        FloatVector a03 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + 3 * BYTES, ORDER);
        FloatVector a10 = a00;
        FloatVector a11 = a01;
        FloatVector a12 = a02;
        FloatVector a13 = a03;
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
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk + inStride));
            a10 = x1.fma(w0, a10);
            a11 = x1.fma(w1, a11);
            a12 = x1.fma(w2, a12);
            a13 = x1.fma(w3, a13);
        }
        a00.intoMemorySegment(MEMORY, o, ORDER);
        a01.intoMemorySegment(MEMORY, o + BYTES, ORDER);
        a02.intoMemorySegment(MEMORY, o + 2 * BYTES, ORDER);
        a03.intoMemorySegment(MEMORY, o + 3 * BYTES, ORDER);
        a10.intoMemorySegment(MEMORY, o + outStride, ORDER);
        a11.intoMemorySegment(MEMORY, o + outStride + BYTES, ORDER);
        a12.intoMemorySegment(MEMORY, o + outStride + 2 * BYTES, ORDER);
        a13.intoMemorySegment(MEMORY, o + outStride + 3 * BYTES, ORDER);
    }

    private static void two(long x, long inStride, long w, long step, int inner, long s, long o, long outStride) {
        FloatVector a00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s, ORDER);
        FloatVector a01 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s + BYTES, ORDER);
        FloatVector a10 = a00;
        FloatVector a11 = a01;
        for (int k = 0; k < inner; k++) {
            long wk = w + k * step;
            FloatVector w0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk, ORDER);
            FloatVector w1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk + BYTES, ORDER);
            long xk = x + (long) k * Float.BYTES;
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk));
            a00 = x0.fma(w0, a00);
            a01 = x0.fma(w1, a01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk + inStride));
            a10 = x1.fma(w0, a10);
            a11 = x1.fma(w1, a11);
        }
        a00.intoMemorySegment(MEMORY, o, ORDER);
        a01.intoMemorySegment(MEMORY, o + BYTES, ORDER);
        a10.intoMemorySegment(MEMORY, o + outStride, ORDER);
        a11.intoMemorySegment(MEMORY, o + outStride + BYTES, ORDER);
    }

    private static void one(long x, long inStride, long w, long step, int inner, long s, long o, long outStride) {
        FloatVector a00 = FloatVector.fromMemorySegment(SPECIES, MEMORY, s, ORDER);
        FloatVector a10 = a00;
        for (int k = 0; k < inner; k++) {
            long wk = w + k * step;
            FloatVector w0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, wk, ORDER);
            long xk = x + (long) k * Float.BYTES;
            FloatVector x0 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk));
            a00 = x0.fma(w0, a00);
            FloatVector x1 = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, xk + inStride));
            a10 = x1.fma(w0, a10);
        }
        a00.intoMemorySegment(MEMORY, o, ORDER);
        a10.intoMemorySegment(MEMORY, o + outStride, ORDER);
    }
}
