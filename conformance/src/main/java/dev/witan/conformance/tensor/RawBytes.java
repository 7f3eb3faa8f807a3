// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The binary form of elements: little-endian, and texts with their length before them.
public final class RawBytes {
    private static final int LENGTH_BYTES = 4;

    private RawBytes() {}

    /// The lowest bytes of a whole number, or of the bits of a float.
    public static ByteString ofBits(long bits, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(bits).rewind().limit(bytes);
        return ByteString.copyFrom(buffer);
    }

    /// One element of `BYTES`.
    public static ByteString ofText(ByteString text) {
        return ofBits(text.size(), LENGTH_BYTES).concat(text);
    }

    /// One float of a datatype, the nearest that it has.
    public static ByteString ofFloat(Datatype type, double value) {
        long bits = switch (type) {
            case FP16 -> Float.floatToFloat16((float) value);
            case FP32 -> Float.floatToRawIntBits((float) value);
            case BF16 -> Float.floatToRawIntBits((float) value) >>> 16;
            default -> Double.doubleToRawLongBits(value);
        };
        return ofBits(bits, type.bytes());
    }

    /// The bits of the elements of a fixed width, as they stand.
    public static List<Long> bits(ByteString raw, int bytes) {
        List<Long> elements = new ArrayList<>();
        for (int at = 0; at + bytes <= raw.size(); at += bytes) {
            long bits = 0;
            for (int i = bytes - 1; i >= 0; i--) {
                bits = (bits << 8) | (raw.byteAt(at + i) & 0xff);
            }
            elements.add(bits);
        }
        return elements;
    }

    /// The elements of a `BYTES` tensor.
    ///
    /// @throws Unreadable when lengths and bytes do not add up
    public static List<ByteString> texts(ByteString raw) {
        List<ByteString> elements = new ArrayList<>();
        int at = 0;
        while (at < raw.size()) {
            if (raw.size() - at < LENGTH_BYTES) {
                throw new Unreadable("a text's length has 4 bytes: only " + (raw.size() - at) + " are left");
            }
            long length =
                    bits(raw.substring(at, at + LENGTH_BYTES), LENGTH_BYTES).getFirst();
            at += LENGTH_BYTES;
            if (length > raw.size() - at) {
                throw new Unreadable("a text has %d bytes: only %d are left".formatted(length, raw.size() - at));
            }
            elements.add(raw.substring(at, at + (int) length));
            at += (int) length;
        }
        return elements;
    }

    /// How many elements the bytes hold.
    ///
    /// @throws Unreadable when they hold no whole number of elements
    public static long count(Datatype type, ByteString raw) {
        if (type == Datatype.BYTES) {
            return texts(raw).size();
        }
        if (raw.size() % type.bytes() != 0) {
            throw new Unreadable("%s has %d bytes an element: %d bytes are no whole number of them"
                    .formatted(type, type.bytes(), raw.size()));
        }
        return raw.size() / type.bytes();
    }

    /// A float's value from its bits.
    static double value(Datatype type, long bits) {
        return switch (type) {
            case FP16 -> Float.float16ToFloat((short) bits);
            case FP32 -> Float.intBitsToFloat((int) bits);
            case BF16 -> Float.intBitsToFloat((int) bits << 16);
            default -> Double.longBitsToDouble(bits);
        };
    }

    /// Appends one element.
    static void put(ByteString.Output raw, ByteString element) {
        byte[] bytes = element.toByteArray();
        raw.write(bytes, 0, bytes.length);
    }
}
