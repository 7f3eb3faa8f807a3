// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import java.util.Arrays;
import java.util.Optional;

/// The element type of a tensor. The first thirteen stand in the protocol; `BF16` is an addition of Triton.
public enum Datatype {
    BOOL(1, Family.TRUTH),
    UINT8(1, Family.UNSIGNED),
    UINT16(2, Family.UNSIGNED),
    UINT32(4, Family.UNSIGNED),
    UINT64(8, Family.UNSIGNED),
    INT8(1, Family.SIGNED),
    INT16(2, Family.SIGNED),
    INT32(4, Family.SIGNED),
    INT64(8, Family.SIGNED),
    FP16(2, Family.FLOAT),
    FP32(4, Family.FLOAT),
    FP64(8, Family.FLOAT),
    BYTES(0, Family.TEXT),
    BF16(2, Family.FLOAT);

    /// What the elements are.
    public enum Family {
        TRUTH,
        UNSIGNED,
        SIGNED,
        FLOAT,
        TEXT
    }

    private final int bytes;
    private final Family family;

    Datatype(int bytes, Family family) {
        this.bytes = bytes;
        this.family = family;
    }

    /// Bytes of one element; 0 for `BYTES`, whose elements differ in length.
    public int bytes() {
        return bytes;
    }

    public Family family() {
        return family;
    }

    /// Whether there is a list for it among the typed contents of gRPC.
    public boolean isTyped() {
        return this != FP16 && this != BF16;
    }

    /// Whether it has a form in JSON.
    public boolean isJson() {
        return this != BF16;
    }

    /// The datatype of a name, which is case-sensitive.
    public static Optional<Datatype> named(String name) {
        return Arrays.stream(values())
                .filter(datatype -> datatype.name().equals(name))
                .findFirst();
    }
}
