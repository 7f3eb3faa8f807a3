// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The row functions around an exponential, for one vector width and one kind: [ScalarFunctions] and [Exponential],
/// operation for operation.
///
/// One method without helpers, because a helper that the compiler does not inline takes and gives vectors on the
/// heap. The branches on the kind cost nothing, because it is a constant.
final class ExponentialFunction implements RowFunction {
    private static final VectorSpecies<Float> SPECIES = VectorCopies.species(MethodHandles.lookup());
    private static final Kind KIND = VectorCopies.kind(MethodHandles.lookup());
    private static final boolean GELU = KIND == Kind.GELU || KIND == Kind.GELU_GRADIENT;
    private static final boolean GRADIENT = KIND == Kind.GELU_GRADIENT || KIND == Kind.SILU_GRADIENT;
    private static final MemorySegment MEMORY = NativeMemory.EVERYWHERE;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);
    private static final FloatVector HIGHEST = FloatVector.broadcast(SPECIES, Exponential.HIGHEST);
    private static final FloatVector LOWEST = FloatVector.broadcast(SPECIES, Exponential.LOWEST);
    private static final FloatVector LOG2_E = FloatVector.broadcast(SPECIES, Exponential.LOG2_E);
    private static final FloatVector MAGIC = FloatVector.broadcast(SPECIES, Exponential.MAGIC);
    private static final FloatVector LN2_HIGH = FloatVector.broadcast(SPECIES, -Exponential.LN2_HIGH);
    private static final FloatVector LN2_LOW = FloatVector.broadcast(SPECIES, -Exponential.LN2_LOW);
    private static final FloatVector C2 = FloatVector.broadcast(SPECIES, Exponential.C2);
    private static final FloatVector C3 = FloatVector.broadcast(SPECIES, Exponential.C3);
    private static final FloatVector C4 = FloatVector.broadcast(SPECIES, Exponential.C4);
    private static final FloatVector C5 = FloatVector.broadcast(SPECIES, Exponential.C5);
    private static final FloatVector C6 = FloatVector.broadcast(SPECIES, Exponential.C6);
    private static final IntVector MAGIC_BITS = MAGIC.reinterpretAsInts();
    private static final IntVector ONE_BITS = ONE.reinterpretAsInts();
    private static final FloatVector LIMIT = FloatVector.broadcast(SPECIES, ScalarFunctions.LIMIT);
    private static final FloatVector STEEPNESS = FloatVector.broadcast(SPECIES, ScalarFunctions.STEEPNESS);
    private static final FloatVector SCALE = FloatVector.broadcast(SPECIES, ScalarFunctions.GELU_SCALE);
    private static final FloatVector CUBE = FloatVector.broadcast(SPECIES, ScalarFunctions.GELU_CUBE);
    private static final FloatVector CUBE_SLOPE = FloatVector.broadcast(SPECIES, ScalarFunctions.GELU_CUBE_SLOPE);

    @Override
    public void apply(long from, long to, int count, float value) {
        FloatVector values = FloatVector.broadcast(SPECIES, value);
        for (int i = 0; i < count; i += LANES) {
            long at = (long) i * Float.BYTES;
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, MEMORY, from + at, ORDER);

            if (KIND == Kind.CLAMPED_GATE) {
                x = x.min(LIMIT);
            }

            FloatVector argument;
            if (KIND == Kind.EXPONENTIAL) {
                argument = x.sub(values);
            } else if (GELU) {
                argument = x.mul(CUBE.fma(x.mul(x), ONE)).mul(SCALE).neg();
            } else if (KIND == Kind.CLAMPED_GATE) {
                argument = x.mul(STEEPNESS).neg();
            } else {
                argument = x.neg();
            }

            FloatVector c = argument.min(HIGHEST).max(LOWEST);
            FloatVector t = c.fma(LOG2_E, MAGIC);
            FloatVector n = t.sub(MAGIC);
            FloatVector r = n.fma(LN2_LOW, n.fma(LN2_HIGH, c));
            FloatVector p =
                    r.fma(C6, C5).fma(r, C4).fma(r, C3).fma(r, C2).fma(r, ONE).fma(r, ONE);
            IntVector exponent = t.reinterpretAsInts().sub(MAGIC_BITS);
            IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = exponent.sub(half);
            p = p.mul(half.lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS)
                    .add(ONE_BITS)
                    .reinterpretAsFloats());
            p = p.mul(rest.lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS)
                    .add(ONE_BITS)
                    .reinterpretAsFloats());

            FloatVector result;
            if (KIND == Kind.EXPONENTIAL) {
                result = p;
            } else if (GRADIENT) {
                FloatVector s = ONE.div(p.add(ONE));
                FloatVector steep = GELU ? x.mul(CUBE_SLOPE.fma(x.mul(x), ONE).mul(SCALE)) : x;
                FloatVector slope = steep.fma(s.mul(ONE.sub(s)), s);
                result = FloatVector.fromMemorySegment(SPECIES, MEMORY, to + at, ORDER)
                        .mul(slope);
            } else {
                result = x.div(p.add(ONE));
            }
            result.intoMemorySegment(MEMORY, to + at, ORDER);
        }
    }
}
