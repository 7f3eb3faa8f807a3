// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The element types that Witan reads and writes. The format knows more of them; a file that holds one of those is
/// refused by name.
public enum TensorType {
    /// IEEE 754 binary32, little-endian.
    F32(4),

    /// IEEE 754 binary64, little-endian: statistics that must come back to the bit.
    F64(8),

    /// Integers of 32 bits with a sign, little-endian: indexes.
    I32(4);

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
