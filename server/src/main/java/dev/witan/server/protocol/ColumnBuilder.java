// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Collects the elements of one input tensor into a column, in the form that the column's encoder reads best. Grows
/// with what really arrives, never with what a shape announces.
abstract sealed class ColumnBuilder permits NumberBuilder, TextBuilder, BytesBuilder, VectorBuilder {
    static final int FIRST_CAPACITY = 8;

    final String name;
    final Datatype datatype;
    private final int rowsMax;

    ColumnBuilder(String name, Datatype datatype, int rowsMax) {
        this.name = name;
        this.datatype = datatype;
        this.rowsMax = rowsMax;
    }

    /// The builder for a column.
    ///
    /// @param shape that the request announces, all of it
    static ColumnBuilder of(ColumnSpec column, Datatype datatype, TensorShape shape, ReadLimits limits) {
        shape.requireThatOf(column);
        return switch (column.kind()) {
            case NUMERIC, DATE, CATEGORICAL, TEXT -> ofPlain(column, datatype, limits);
            case IMAGE -> new BytesBuilder(column.name(), datatype, limits.rowsMax());
            case VECTOR, TOKENS -> new VectorBuilder(column.name(), datatype, shape, limits.rowsMax());
        };
    }

    /// Numbers for a numeric column; texts for any other, except that floats go to the encoder as they are.
    private static ColumnBuilder ofPlain(ColumnSpec column, Datatype datatype, ReadLimits limits) {
        boolean isText =
                datatype == Datatype.BYTES || (column.kind() != ColumnSpec.Kind.NUMERIC && !datatype.isFloat());
        return isText
                ? new TextBuilder(column.name(), datatype, limits)
                : new NumberBuilder(column.name(), datatype, limits.rowsMax());
    }

    abstract int rows();

    /// Takes the element that the parser stands on.
    final void add(JsonParser parser, JsonToken token) {
        requireRoom();
        if (token == JsonToken.VALUE_NULL) {
            addMissing();
        } else if (Elements.fits(datatype, token)) {
            addElement(parser, token);
        } else {
            throw wrong("must be %s or null".formatted(Elements.words(datatype)), parser.getString());
        }
    }

    /// Takes all elements of a tensor in one of the protocol's other forms.
    abstract void addAll(TensorElements tensor);

    abstract void addMissing();

    abstract void addElement(JsonParser parser, JsonToken token);

    abstract Column build();

    final void requireDatatype(boolean fits, String wanted) {
        if (!fits) {
            throw WitanException.invalidInput(
                    "input '%s': datatype must be %s: %s".formatted(Excerpt.of(name), wanted, datatype));
        }
    }

    final void requireRoom() {
        if (rows() == rowsMax) {
            throw new WitanException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "a request may have %d rows: input '%s' has more".formatted(rowsMax, Excerpt.of(name)));
        }
    }

    /// What to throw for the element that comes next.
    final WitanException wrong(String rule, String value) {
        return WitanException.invalidInput("input '%s' of datatype %s: every element %s; row %d is '%s'"
                .formatted(Excerpt.of(name), datatype, rule, rows(), Excerpt.of(value)));
    }
}
