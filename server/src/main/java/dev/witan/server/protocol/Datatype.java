// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A tensor's element type in the Open Inference Protocol.
enum Datatype {
    BOOL(1, Family.TRUTH),
    INT8(1, Family.SIGNED),
    INT16(2, Family.SIGNED),
    INT32(4, Family.SIGNED),
    INT64(8, Family.SIGNED),
    UINT8(1, Family.UNSIGNED),
    UINT16(2, Family.UNSIGNED),
    UINT32(4, Family.UNSIGNED),
    UINT64(8, Family.UNSIGNED),
    FP16(2, Family.FLOAT),
    /// The upper half of an FP32.
    BF16(2, Family.FLOAT),
    FP32(4, Family.FLOAT),
    FP64(8, Family.FLOAT),
    /// Texts in UTF-8; their length stands before each.
    BYTES(0, Family.TEXT);

    private static final Map<String, Datatype> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Datatype::name, Function.identity()));

    private enum Family {
        TRUTH,
        SIGNED,
        UNSIGNED,
        FLOAT,
        TEXT
    }

    private final int bytes;
    private final Family family;

    Datatype(int bytes, Family family) {
        this.bytes = bytes;
        this.family = family;
    }

    /// Bytes of one element; 0 when elements differ in length.
    int bytes() {
        return bytes;
    }

    boolean isInteger() {
        return family == Family.SIGNED || family == Family.UNSIGNED;
    }

    boolean isFloat() {
        return family == Family.FLOAT;
    }

    boolean isSigned() {
        return family == Family.SIGNED;
    }

    static Datatype of(String name, String column) {
        Datatype datatype = BY_NAME.get(name);
        if (datatype == null) {
            throw WitanException.invalidInput("input '%s': datatype must be one of %s: '%s'"
                    .formatted(
                            Excerpt.of(column),
                            Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")),
                            Excerpt.of(name)));
        }
        return datatype;
    }
}
