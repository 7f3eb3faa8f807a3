// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// A named, row-major view of little-endian elements that somebody else owns: a mapped file or memory about to be
/// written. It is valid for as long as its segment is.
public record Tensor(String name, TensorType type, List<Long> shape, MemorySegment data) {

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public Tensor {
        shape = List.copyOf(shape);
        long expected = Math.multiplyExact(elements(shape), (long) type.bytes());
        if (data.byteSize() != expected) {
            throw new IllegalArgumentException("tensor '%s': %s of shape %s takes %d bytes: %d"
                    .formatted(name, type, shape, expected, data.byteSize()));
        }
    }

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Wraps a copy of the values, for writing.
    public static Tensor of(String name, float[] values, long... shape) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, Float.BYTES)]);
        for (int i = 0; i < values.length; i++) {
            data.set(FLOAT, (long) i * Float.BYTES, values[i]);
        }
        return new Tensor(name, TensorType.F32, Arrays.stream(shape).boxed().toList(), data);
    }

    /// How many elements the shape holds.
    public long elements() {
        return elements(shape);
    }

    /// Wraps a copy of the values, for writing.
    public static Tensor of(String name, double[] values, long... shape) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, Double.BYTES)]);
        for (int i = 0; i < values.length; i++) {
            data.set(DOUBLE, (long) i * Double.BYTES, values[i]);
        }
        return new Tensor(name, TensorType.F64, Arrays.stream(shape).boxed().toList(), data);
    }

    /// Wraps a copy of the values, for writing.
    public static Tensor of(String name, int[] values, long... shape) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, Integer.BYTES)]);
        MemorySegment.copy(values, 0, data, INT, 0, values.length);
        return new Tensor(name, TensorType.I32, Arrays.stream(shape).boxed().toList(), data);
    }

    /// The element at a flat, row-major index.
    public double valueAt(long index) {
        return switch (type) {
            case F32 -> data.get(FLOAT, index * Float.BYTES);
            case F64 -> data.get(DOUBLE, index * Double.BYTES);
            case I32 -> data.get(INT, index * Integer.BYTES);
            case F16 -> Float.float16ToFloat(data.get(SHORT, index * Short.BYTES));
            case BF16 -> bfloat(data.get(SHORT, index * Short.BYTES));
            case U8 -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, index));
            case F8_E4M3 -> ofE4M3(data.get(ValueLayout.JAVA_BYTE, index));
            case F8_E5M2, F8_E8M0, I64, I16, I8, U64, U32, U16, BOOL ->
                throw new IllegalArgumentException(
                        "tensor '%s': elements must be numbers that can be read: %s".formatted(name, type));
        };
    }

    /// Copies a run of elements, starting at a flat, row-major index, into the target: F32 as they are, others as
    /// [#valueAt] reads them.
    public void copyTo(long fromIndex, float[] target, int targetFrom, int count) {
        switch (type) {
            case F32 -> MemorySegment.copy(data, FLOAT, fromIndex * Float.BYTES, target, targetFrom, count);
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    target[targetFrom + i] = bfloat(data.get(SHORT, (fromIndex + i) * Short.BYTES));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[targetFrom + i] = (float) valueAt(fromIndex + i);
                }
            }
        }
    }

    /// Of a sign, four bits of exponent and three of fraction; all ones is no number, and nothing is infinite.
    private static float ofE4M3(byte bits) {
        int exponent = bits >> 3 & 0xF;
        int fraction = bits & 0x7;
        if (exponent == 0xF && fraction == 0x7) {
            return Float.NaN;
        }
        float magnitude = exponent == 0 ? Math.scalb((float) fraction, -9) : Math.scalb(8f + fraction, exponent - 10);
        return bits < 0 ? -magnitude : magnitude;
    }

    private static float bfloat(short bits) {
        return Float.intBitsToFloat(bits << Short.SIZE);
    }

    /// All elements in row-major order, as [#copyTo] gives them.
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements())];
        copyTo(0, values, 0, values.length);
        return values;
    }

    /// All F64 elements in row-major order.
    public double[] toDoubles() {
        double[] values = new double[Math.toIntExact(elements())];
        MemorySegment.copy(data, DOUBLE, 0, values, 0, values.length);
        return values;
    }

    /// All I32 elements in row-major order.
    public int[] toInts() {
        int[] values = new int[Math.toIntExact(elements())];
        MemorySegment.copy(data, INT, 0, values, 0, values.length);
        return values;
    }

    private static long elements(List<Long> shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return elements;
    }
}
