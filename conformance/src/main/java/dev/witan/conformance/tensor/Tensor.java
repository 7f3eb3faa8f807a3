// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import com.google.protobuf.ByteString;
import java.util.List;

/// A tensor with its elements in the binary form, which every transport's form is turned into to be compared.
///
/// @param name of the tensor
/// @param type of the elements
/// @param shape extents
/// @param raw the elements, little-endian, row by row; each element of `BYTES` after its length in four bytes
public record Tensor(String name, Datatype type, List<Long> shape, ByteString raw) {
    public Tensor {
        shape = List.copyOf(shape);
    }

    public Tensor withName(String other) {
        return new Tensor(other, type, shape, raw);
    }

    public Tensor withShape(List<Long> other) {
        return new Tensor(name, type, other, raw);
    }

    public Tensor withRaw(ByteString other) {
        return new Tensor(name, type, shape, other);
    }

    /// How many elements a shape has.
    ///
    /// @throws ArithmeticException when they are more than a long can count
    public static long elements(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    public long elements() {
        return elements(shape);
    }
}
