// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.request.Column;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Collects numbers. A JSON number is rounded to the tensor's datatype first, so that JSON and binary tensors give the
/// same bits. Whole numbers that a double cannot hold exactly are refused rather than rounded in silence.
final class NumberBuilder extends ColumnBuilder {
    private static final long EXACT_MAX = 1L << 53;
    private static final String NOT_A_NUMBER =
            "must be finite; for a missing value send null in JSON, an empty text in BYTES, or leave the column out";

    private double[] values = new double[FIRST_CAPACITY];
    private int rows;

    NumberBuilder(String name, Datatype datatype, int rowsMax) {
        super(name, datatype, rowsMax);
    }

    @Override
    int rows() {
        return rows;
    }

    @Override
    void addMissing() {
        append(Double.NaN);
    }

    @Override
    void addElement(JsonParser parser, JsonToken token) {
        switch (datatype) {
            case BOOL -> append(token == JsonToken.VALUE_TRUE ? 1 : 0);
            case FP64 -> addFinite(parser.getDoubleValue(), parser);
            case FP32 -> addFinite(parser.getFloatValue(), parser);
            case FP16 -> addFinite(Float.float16ToFloat(Float.floatToFloat16(parser.getFloatValue())), parser);
            case BF16 -> addFinite(bfloat16(parser.getFloatValue()), parser);
            default -> addInteger(parser);
        }
    }

    /// The nearest number of 8 significant bits, ties to even.
    static float bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7fff + (bits >>> Short.SIZE & 1);
        return Float.isFinite(value) ? Float.intBitsToFloat(rounded & 0xffff0000) : value;
    }

    private void addFinite(double value, JsonParser parser) {
        if (!Double.isFinite(value)) {
            throw wrong(NOT_A_NUMBER, parser.getString());
        }
        append(value);
    }

    private void addInteger(JsonParser parser) {
        if (!Elements.isInRange(datatype, parser)) {
            throw wrong(Elements.range(datatype), parser.getString());
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw tooPrecise(parser.getString());
        }
        addExact(parser.getLongValue());
    }

    private void addExact(long value) {
        if (value > EXACT_MAX || value < -EXACT_MAX) {
            throw tooPrecise(Long.toString(value));
        }
        append((double) value);
    }

    private RuntimeException tooPrecise(String value) {
        return wrong("of a numeric column must lie within ±2^53; send FP64 to have it rounded", value);
    }

    @Override
    void addAll(TensorElements tensor) {
        int count = tensor.fixedCount();
        for (int i = 0; i < count; i++) {
            requireRoom();
            switch (datatype) {
                case BOOL -> append(tensor.bool() ? 1 : 0);
                case FP16, BF16, FP32, FP64 -> addFinite(tensor.real());
                case UINT64 -> addUnsigned(tensor.integer());
                default -> addExact(tensor.integer());
            }
        }
    }

    private void addFinite(double value) {
        if (!Double.isFinite(value)) {
            throw wrong(NOT_A_NUMBER, Double.toString(value));
        }
        append(value);
    }

    private void addUnsigned(long value) {
        if (value < 0) {
            throw tooPrecise(Long.toUnsignedString(value));
        }
        addExact(value);
    }

    private void append(double value) {
        if (rows == values.length) {
            values = Arrays.copyOf(values, rows * 2);
        }
        values[rows++] = value;
    }

    @Override
    Column build() {
        return new Column.Numbers(name, rows == values.length ? values : Arrays.copyOf(values, rows));
    }
}
