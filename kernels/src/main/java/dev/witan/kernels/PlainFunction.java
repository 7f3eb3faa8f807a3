// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The row functions without an exponential, for one vector width and one kind; the branches on the kind cost
/// nothing, because it is a constant.
final class PlainFunction implements RowFunction {
    private static final VectorSpecies<Float> SPECIES = VectorCopies.species(MethodHandles.lookup());
    private static final Kind KIND = VectorCopies.kind(MethodHandles.lookup());
    private static final MemorySegment MEMORY = NativeMemory.EVERYWHERE;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();
    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);

    private static final FloatVector LIMIT = FloatVector.broadcast(SPECIES, ScalarFunctions.LIMIT);
    private static final FloatVector LIMIT_BELOW = FloatVector.broadcast(SPECIES, -ScalarFunctions.LIMIT);

    @Override
    public void apply(long from, long to, int count, float value) {
        FloatVector values = FloatVector.broadcast(SPECIES, value);
        for (int i = 0; i < count; i += LANES) {
            long at = (long) i * Float.BYTES;
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + at, ORDER);
            FloatVector result;
            if (KIND == Kind.RELU) {
                result = x.blend(ZERO, x.compare(VectorOperators.LT, ZERO));
            } else if (KIND == Kind.DIVIDE) {
                result = x.div(values);
            } else if (KIND == Kind.SUBTRACT) {
                result = x.sub(values);
            } else {
                FloatVector y = FloatVector.fromMemorySegment(SPECIES, MEMORY, to + at, ORDER);
                if (KIND == Kind.RELU_GRADIENT) {
                    result = y.mul(ONE.blend(ZERO, x.compare(VectorOperators.LE, ZERO)));
                } else if (KIND == Kind.MULTIPLY) {
                    result = y.mul(values).mul(x);
                } else if (KIND == Kind.CLAMPED_MULTIPLY) {
                    result = y.mul(x.min(LIMIT).max(LIMIT_BELOW).add(ONE));
                } else {
                    result = x.fma(values, y);
                }
            }
            result.intoMemorySegment(MEMORY, to + at, ORDER);
        }
    }
}
