// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one entry of `inputs`, whatever the order of its fields. Data that stands before name, datatype and shape,
/// without which it cannot be read, is passed over and read again at the end.
final class InputReader {
    private static final List<String> FIELDS = List.of("name", "shape", "datatype", "parameters", "data");
    private static final List<String> OPTIONAL = List.of("parameters", "data");
    private static final int UNSET = -1;

    private final BodyReader body;
    private String name = "";
    private @Nullable Datatype datatype;
    private String datatypeName = "";
    private final TensorShape shape = new TensorShape();
    private long binarySize = UNSET;
    private long dataOffset = UNSET;
    private boolean isNested;
    private @Nullable ColumnBuilder column;

    InputReader(BodyReader body) {
        this.body = body;
    }

    /// Reads the object that the parser stands on.
    void read(JsonParser parser) {
        Json.require(parser, JsonToken.START_OBJECT, "an entry of inputs", "an object");
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            if (Json.isAbsent(parser, field, OPTIONAL)) {
                continue;
            }
            switch (field) {
                case "name" -> name = Json.text(parser, "an input's name");
                case "datatype" -> datatypeName = Json.text(parser, "an input's datatype");
                case "shape" -> readShape(parser);
                case "parameters" -> readParameters(parser);
                case "data" -> data(parser);
                default -> throw Json.unknownField("an input", field, FIELDS);
            }
        }
        finish();
    }

    private void readShape(JsonParser parser) {
        Json.require(parser, JsonToken.START_ARRAY, "shape", "an array of whole numbers");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            shape.add(Json.whole(parser, "an extent of shape", 0, Integer.MAX_VALUE));
        }
    }

    private void readParameters(JsonParser parser) {
        Json.require(parser, JsonToken.START_OBJECT, "an input's parameters", "an object");
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            parser.nextToken();
            if (!field.equals("binary_data_size")) {
                throw Json.unknownField("an input's parameters", field, List.of("binary_data_size"));
            }
            binarySize = Json.whole(parser, "binary_data_size", 0, Integer.MAX_VALUE);
        }
    }

    private void data(JsonParser parser) {
        Json.require(parser, JsonToken.START_ARRAY, "data", "an array");
        if (name.isEmpty() || datatypeName.isEmpty() || shape.rank() == 0) {
            dataOffset = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
        } else {
            readData(parser);
        }
    }

    private void readData(JsonParser parser) {
        ColumnBuilder builder = builder();
        column = builder;
        if (builder instanceof VectorBuilder vectors) {
            vectors.addAll(parser);
            return;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY) {
                requireNestingIs(builder.rows() == 0 || isNested, builder);
                isNested = true;
                builder.add(parser, parser.nextToken());
                if (parser.nextToken() != JsonToken.END_ARRAY) {
                    throw builder.wrong(
                            "must stand alone in its row, since a column has one value per row", "an array");
                }
            } else {
                requireNestingIs(!isNested, builder);
                builder.add(parser, token);
            }
        }
    }

    private static void requireNestingIs(boolean isConsistent, ColumnBuilder builder) {
        if (!isConsistent) {
            throw builder.wrong("must be nested like the first one, or none may", "nested otherwise");
        }
    }

    private ColumnBuilder builder() {
        return ColumnBuilder.of(body.signature().column(name), datatype(), shape, body.limits());
    }

    private Datatype datatype() {
        Datatype type = datatype == null ? Datatype.of(datatypeName, name) : datatype;
        datatype = type;
        return type;
    }

    private void finish() {
        requireField(!name.isEmpty(), "name");
        requireField(!datatypeName.isEmpty(), "datatype");
        requireField(shape.rank() > 0, "shape");
        shape.requireThatOf(body.signature().column(name));
        datatype();
        if (dataOffset != UNSET) {
            try (JsonParser parser = body.parserAt(dataOffset)) {
                parser.nextToken();
                readData(parser);
            }
        }
        if ((column == null) == (binarySize == UNSET)) {
            throw WitanException.invalidInput(
                    "input '%s' must have either data or parameters.binary_data_size: it has %s"
                            .formatted(Excerpt.of(name), column == null ? "neither" : "both"));
        }
        if (isNested && shape.rank() == 1) {
            throw WitanException.invalidInput("input '%s': data of shape [%d] must be flat: it is nested"
                    .formatted(Excerpt.of(name), shape.rows()));
        }
    }

    private void requireField(boolean isThere, String field) {
        if (!isThere) {
            throw WitanException.invalidInput("an input needs a %s: %s has none"
                    .formatted(field, name.isEmpty() ? "one" : "'" + Excerpt.of(name) + "'"));
        }
    }

    /// How many bytes of the body's binary part are this input's.
    int binaryBytes() {
        return binarySize == UNSET ? 0 : (int) binarySize;
    }

    /// The column.
    ///
    /// @param bytes this input's share of the binary part
    Column column(ByteBuffer bytes) {
        ColumnBuilder builder = column == null ? builder() : column;
        if (column == null) {
            builder.addAll(
                    new BinaryTensor(name, datatype(), bytes, body.limits().textLengthMax()));
        }
        shape.requireRows(builder.rows(), name);
        return builder.build();
    }
}
