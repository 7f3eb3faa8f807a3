// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The search for one vector width.
final class VectorSearch implements RowSearch {
    private static final VectorSpecies<Float> SPECIES = VectorCopies.species(MethodHandles.lookup());
    private static final MemorySegment MEMORY = NativeMemory.EVERYWHERE;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();

    @Override
    public int firstAbove(FloatMatrix scores, int row, int column, int columns, float value) {
        long from = scores.address(row);
        FloatVector values = FloatVector.broadcast(SPECIES, value);
        for (int i = column; i < columns; i += LANES) {
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + (long) i * Float.BYTES, ORDER);
            if (!x.compare(VectorOperators.LE, values).allTrue()) {
                return i & -BLOCK;
            }
        }
        return columns;
    }
}
