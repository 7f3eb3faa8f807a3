// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Collects vectors, whose numbers come in a row or nested as the shape says. Every number counts, so none may be
/// missing. Rows are counted as the engine counts them: a token is one.
final class VectorBuilder extends ColumnBuilder {
    private final TensorShape shape;
    private final int dimensions;
    private final int vectorsMax;
    private float[] values = new float[FIRST_CAPACITY];
    private int count;

    /// @param shape `[rows, dimensions]` or `[rows, tokens, dimensions]`
    VectorBuilder(String name, Datatype datatype, TensorShape shape, int rowsMax) {
        super(name, datatype, rowsMax);
        requireDatatype(datatype != Datatype.BYTES && datatype != Datatype.BOOL, "FP32 or another of numbers");
        this.shape = shape;
        this.dimensions = (int) shape.extent(shape.rank() - 1);
        this.vectorsMax = rowsMax;
        if (announcedVectors() > rowsMax) {
            throw tooMany();
        }
    }

    private long announcedVectors() {
        return shape.rank() == 2 ? shape.rows() : shape.rows() * shape.extent(1);
    }

    private WitanException tooMany() {
        return new WitanException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "a request may have %d rows, tokens counted: input '%s' has shape %s"
                        .formatted(vectorsMax, Excerpt.of(name), shape));
    }

    @Override
    int rows() {
        return announcedVectors() * dimensions == count ? (int) shape.rows() : (int) (count / perRow());
    }

    private long perRow() {
        return shape.rank() == 2 ? dimensions : shape.extent(1) * dimensions;
    }

    /// Takes the JSON array that the parser stands on: flat, or nested as deep as the shape.
    void addAll(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                addNested(parser, token, 1);
            }
        } else {
            for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                addNumber(parser, token);
            }
        }
        requireAll();
    }

    /// Takes the array that holds what lies at `axis`.
    private void addNested(JsonParser parser, JsonToken token, int axis) {
        if (token != JsonToken.START_ARRAY) {
            throw wrongNumber("must be nested as its shape %s says, or all must be flat".formatted(shape), parser);
        }
        long found = 0;
        boolean isInnermost = axis == shape.rank() - 1;
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (isInnermost) {
                addNumber(parser, next);
            } else {
                addNested(parser, next, axis + 1);
            }
            found++;
        }
        if (found != shape.extent(axis)) {
            throw WitanException.invalidInput(
                    "input '%s': row %d must have %d entries at every level %d, as in shape %s: one has %d"
                            .formatted(
                                    Excerpt.of(name),
                                    Math.max(0, count - 1) / perRow(),
                                    shape.extent(axis),
                                    axis + 1,
                                    shape,
                                    found));
        }
    }

    private void addNumber(JsonParser parser, JsonToken token) {
        if (!token.isNumeric() || !Elements.fits(datatype, token)) {
            throw wrongNumber("must be " + Elements.words(datatype), parser);
        }
        if (datatype.isInteger() && !Elements.isInRange(datatype, parser)) {
            throw wrongNumber(Elements.range(datatype), parser);
        }
        append(
                switch (datatype) {
                    case FP16 -> Float.float16ToFloat(Float.floatToFloat16(parser.getFloatValue()));
                    case BF16 -> NumberBuilder.bfloat16(parser.getFloatValue());
                    case FP32 -> parser.getFloatValue();
                    default -> (float) parser.getDoubleValue();
                });
    }

    private WitanException wrongNumber(String rule, JsonParser parser) {
        return WitanException.invalidInput("input '%s' of datatype %s: every element %s; number %d is '%s'"
                .formatted(Excerpt.of(name), datatype, rule, count, Excerpt.of(String.valueOf(parser.getString()))));
    }

    @Override
    void addAll(TensorElements tensor) {
        int elements = tensor.fixedCount();
        for (int i = 0; i < elements; i++) {
            append(
                    switch (datatype) {
                        case FP16, BF16, FP32, FP64 -> (float) tensor.real();
                        case UINT64 -> unsigned(tensor.integer());
                        default -> (float) tensor.integer();
                    });
        }
        requireAll();
    }

    private static float unsigned(long value) {
        return value >= 0 ? (float) value : 2f * (float) (value >>> 1);
    }

    private void append(float value) {
        if (!Float.isFinite(value)) {
            throw WitanException.invalidInput(
                    "input '%s' of datatype %s: every element must be finite as FP32; number %d is %s"
                            .formatted(Excerpt.of(name), datatype, count, value));
        }
        if (count == announcedVectors() * dimensions) {
            throw WitanException.invalidInput("input '%s': shape %s announces %d numbers: the data has more"
                    .formatted(Excerpt.of(name), shape, count));
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    private void requireAll() {
        if (count != announcedVectors() * dimensions) {
            throw WitanException.invalidInput("input '%s': shape %s announces %d numbers: the data has %d"
                    .formatted(Excerpt.of(name), shape, announcedVectors() * dimensions, count));
        }
    }

    @Override
    void addMissing() {
        throw wrong("must be a number: vectors have no missing values", "null");
    }

    @Override
    void addElement(JsonParser parser, JsonToken token) {
        addNumber(parser, token);
    }

    @Override
    Column build() {
        float[] all = count == values.length ? values : Arrays.copyOf(values, count);
        return shape.rank() == 2
                ? Column.Vectors.ofRows(name, dimensions, all)
                : Column.Vectors.ofTokens(name, (int) shape.rows(), (int) shape.extent(1), dimensions, all);
    }
}
