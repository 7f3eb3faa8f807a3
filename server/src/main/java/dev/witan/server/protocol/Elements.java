// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What JSON values an element of each datatype may be, and which range it has.
final class Elements {
    private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private Elements() {}

    static boolean fits(Datatype datatype, JsonToken token) {
        return switch (datatype) {
            case BOOL -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            case BYTES -> token == JsonToken.VALUE_STRING;
            case FP16, BF16, FP32, FP64 -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            default -> token == JsonToken.VALUE_NUMBER_INT;
        };
    }

    static String words(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> "true, false";
            case BYTES -> "a text";
            case FP16, BF16, FP32, FP64 -> "a number";
            default -> "a whole number without a fraction";
        };
    }

    /// Whether the JSON integer that the parser stands on lies in the range of an integer datatype.
    static boolean isInRange(Datatype datatype, JsonParser parser) {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            BigInteger value = parser.getBigIntegerValue();
            return datatype == Datatype.UINT64 && value.signum() >= 0 && value.compareTo(UINT64_MAX) <= 0;
        }
        return isInRange(datatype, parser.getLongValue());
    }

    /// Whether a value lies in the range of an integer datatype.
    static boolean isInRange(Datatype datatype, long value) {
        if (datatype.bytes() == Long.BYTES) {
            return datatype.isSigned() || value >= 0;
        }
        int bits = datatype.bytes() * Byte.SIZE;
        return datatype.isSigned()
                ? value >= -(1L << (bits - 1)) && value < 1L << (bits - 1)
                : value >= 0 && value < 1L << bits;
    }

    /// The range in words.
    static String range(Datatype datatype) {
        int bits = datatype.bytes() * Byte.SIZE;
        BigInteger least = datatype.isSigned() ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
        BigInteger beyond = BigInteger.TWO.pow(datatype.isSigned() ? bits - 1 : bits);
        return "must be between %s and %s".formatted(least, beyond.subtract(BigInteger.ONE));
    }
}
