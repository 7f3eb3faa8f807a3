// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The element types of the format. Witan computes with [#F32]; its own files hold the first three only. What else
/// models
/// are published in is read as F32 where that is exact, and otherwise passed over with the tensors that hold it.
public enum TensorType {
    /// IEEE 754 binary32, little-endian.
    F32(4),

    /// IEEE 754 binary64, little-endian: statistics that must come back to the bit.
    F64(8),

    /// Integers of 32 bits with a sign, little-endian: indexes.
    I32(4),

    /// IEEE 754 binary16, little-endian.
    F16(2),

    /// The upper half of a binary32, little-endian.
    BF16(2),

    /// Eight bits with four of exponent.
    F8_E4M3(1),

    /// Eight bits with five of exponent.
    F8_E5M2(1),

    /// Eight bits, all of them exponent.
    F8_E8M0(1),

    /// Integers of 64 bits with a sign.
    I64(8),

    /// Integers of 16 bits with a sign.
    I16(2),

    /// Integers of 8 bits with a sign.
    I8(1),

    /// Integers of 64 bits.
    U64(8),

    /// Integers of 32 bits.
    U32(4),

    /// Integers of 16 bits.
    U16(2),

    /// Integers of 8 bits, or bytes that mean something else.
    U8(1),

    /// Zero or one, a byte each.
    BOOL(1);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }

    static Optional<TensorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(TensorType::name).collect(Collectors.joining(", "));
    }
}
