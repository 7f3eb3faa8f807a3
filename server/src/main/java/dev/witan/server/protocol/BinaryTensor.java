// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The bytes of one binary input tensor: little-endian, row after row; each text after its length in 4 bytes.
final class BinaryTensor implements TensorElements {
    private final String name;
    private final Datatype datatype;
    private final ByteBuffer bytes;
    private final int textLengthMax;

    BinaryTensor(String name, Datatype datatype, ByteBuffer bytes, int textLengthMax) {
        this.name = name;
        this.datatype = datatype;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.textLengthMax = textLengthMax;
    }

    @Override
    public int fixedCount() {
        if (bytes.remaining() % datatype.bytes() != 0) {
            throw wrong("binary_data_size must be a multiple of %d".formatted(datatype.bytes()), bytes.remaining());
        }
        return bytes.remaining() / datatype.bytes();
    }

    @Override
    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    @Override
    public boolean bool() {
        byte value = bytes.get();
        if (value != 0 && value != 1) {
            throw wrong("every element must be the byte 0 or 1", value);
        }
        return value == 1;
    }

    @Override
    public long integer() {
        return switch (datatype) {
            case INT8 -> bytes.get();
            case INT16 -> bytes.getShort();
            case INT32 -> bytes.getInt();
            case UINT8 -> Byte.toUnsignedLong(bytes.get());
            case UINT16 -> Short.toUnsignedLong(bytes.getShort());
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt());
            default -> bytes.getLong();
        };
    }

    @Override
    public double real() {
        return switch (datatype) {
            case FP16 -> Float.float16ToFloat(bytes.getShort());
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
            case FP32 -> bytes.getFloat();
            default -> bytes.getDouble();
        };
    }

    @Override
    public byte[] bytes(int row) {
        ByteBuffer element = element(row, Integer.MAX_VALUE);
        byte[] copy = new byte[element.remaining()];
        element.get(copy);
        return copy;
    }

    @Override
    public String text(int row) {
        ByteBuffer text = element(row, textLengthMax);
        int length = text.remaining();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw wrong("row %d must be UTF-8, but it has %d bytes that are not".formatted(row, length), length);
        }
    }

    private ByteBuffer element(int row, int lengthMax) {
        if (bytes.remaining() < Integer.BYTES) {
            throw wrong(
                    "row %d must start with its length in 4 bytes, but so many are left".formatted(row),
                    bytes.remaining());
        }
        int length = bytes.getInt();
        if (length < 0 || length > lengthMax) {
            throw wrong("row %d: a text's length must be between 0 and %d".formatted(row, lengthMax), length);
        }
        if (length > bytes.remaining()) {
            throw wrong(
                    "row %d announces a text of more bytes than the %d that are left".formatted(row, bytes.remaining()),
                    length);
        }
        ByteBuffer element = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return element;
    }

    private WitanException wrong(String rule, long value) {
        return WitanException.invalidInput(
                "input '%s' of datatype %s: %s: %d".formatted(Excerpt.of(name), datatype, rule, value));
    }
}
