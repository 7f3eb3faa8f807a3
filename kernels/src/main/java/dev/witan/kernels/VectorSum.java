// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The sum of weighted rows for one vector width, its parts in registers until it is whole.
final class VectorSum implements RowSum {
    private static final VectorSpecies<Float> SPECIES = VectorCopies.species(MethodHandles.lookup());
    private static final MemorySegment MEMORY = NativeMemory.EVERYWHERE;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();
    private static final long BYTES = (long) LANES * Float.BYTES;

    @Override
    public void apply(FloatMatrix in, int[] rows, float[] weights, int count, FloatMatrix out, int outRow) {
        long to = out.address(outRow);
        int columns = out.stride();
        int column = 0;
        for (; column <= columns - 4 * LANES; column += 4 * LANES) {
            four(in, (long) column * Float.BYTES, rows, weights, count, to + (long) column * Float.BYTES);
        }
        for (; column < columns; column += LANES) {
            one(in, (long) column * Float.BYTES, rows, weights, count, to + (long) column * Float.BYTES);
        }
    }

    private static void four(FloatMatrix in, long at, int[] rows, float[] weights, int count, long to) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        for (int i = 0; i < count; i++) {
            long x = in.address(rows[i]) + at;
            FloatVector w = FloatVector.broadcast(SPECIES, weights[i]);
            a0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x, ORDER).fma(w, a0);
            a1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + BYTES, ORDER)
                    .fma(w, a1);
            a2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 2 * BYTES, ORDER)
                    .fma(w, a2);
            a3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 3 * BYTES, ORDER)
                    .fma(w, a3);
        }
        a0.intoMemorySegment(MEMORY, to, ORDER);
        a1.intoMemorySegment(MEMORY, to + BYTES, ORDER);
        a2.intoMemorySegment(MEMORY, to + 2 * BYTES, ORDER);
        a3.intoMemorySegment(MEMORY, to + 3 * BYTES, ORDER);
    }

    private static void one(FloatMatrix in, long at, int[] rows, float[] weights, int count, long to) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i++) {
            long x = in.address(rows[i]) + at;
            FloatVector w = FloatVector.broadcast(SPECIES, weights[i]);
            a0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x, ORDER).fma(w, a0);
        }
        a0.intoMemorySegment(MEMORY, to, ORDER);
    }
}
