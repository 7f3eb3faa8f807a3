// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes structures in Thrift's compact protocol, which Parquet's metadata is in. Fields go in rising order.
final class ThriftWriter {
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST_MAX = 14;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> enclosing = new ArrayDeque<>();
    private int lastField;

    byte[] bytes() {
        return out.toByteArray();
    }

    private void header(int field, int type) {
        int delta = field - lastField;
        if (delta < 1 || delta > 15) {
            throw new IllegalStateException("field %d cannot follow field %d".formatted(field, lastField));
        }
        out.write((delta << 4) | type);
        lastField = field;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    ThriftWriter int16(int field, int value) {
        header(field, I16);
        zigzag(value);
        return this;
    }

    ThriftWriter int32(int field, int value) {
        header(field, I32);
        zigzag(value);
        return this;
    }

    ThriftWriter int64(int field, long value) {
        header(field, I64);
        zigzag(value);
        return this;
    }

    ThriftWriter text(int field, String value) {
        header(field, BINARY);
        return element(value);
    }

    /// Begins a structure that stands in a field.
    ThriftWriter struct(int field) {
        header(field, STRUCT);
        return element();
    }

    /// Begins a structure that is an element of a list, or the outermost.
    ThriftWriter element() {
        enclosing.push(lastField);
        lastField = 0;
        return this;
    }

    /// Ends the structure that was begun last.
    ThriftWriter end() {
        out.write(0);
        lastField = enclosing.pop();
        return this;
    }

    ThriftWriter structs(int field, int size) {
        return list(field, size, STRUCT);
    }

    ThriftWriter texts(int field, int size) {
        return list(field, size, BINARY);
    }

    ThriftWriter ints(int field, int... values) {
        list(field, values.length, I32);
        for (int value : values) {
            zigzag(value);
        }
        return this;
    }

    private ThriftWriter list(int field, int size, int type) {
        header(field, LIST);
        if (size <= SHORT_LIST_MAX) {
            out.write((size << 4) | type);
        } else {
            out.write(0xF0 | type);
            varint(size);
        }
        return this;
    }

    /// An element of a list of texts.
    ThriftWriter element(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }
}
