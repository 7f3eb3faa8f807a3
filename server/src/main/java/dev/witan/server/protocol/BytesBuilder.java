// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.request.Column;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Collects bytes as they are: base64 in JSON, which has no other way to say them. An empty element is a missing value.
final class BytesBuilder extends ColumnBuilder {
    private final List<byte @Nullable []> values = new ArrayList<>();

    BytesBuilder(String name, Datatype datatype, int rowsMax) {
        super(name, datatype, rowsMax);
        requireDatatype(datatype == Datatype.BYTES, "BYTES");
    }

    @Override
    int rows() {
        return values.size();
    }

    @Override
    void addMissing() {
        values.add(null);
    }

    @Override
    void addElement(JsonParser parser, JsonToken token) {
        try {
            add(Base64.getDecoder().decode(parser.getString()));
        } catch (IllegalArgumentException e) {
            throw wrong("must be base64 in JSON", e.getMessage() + "; it begins " + parser.getString());
        }
    }

    private void add(byte[] bytes) {
        values.add(bytes.length == 0 ? null : bytes);
    }

    @Override
    void addAll(TensorElements tensor) {
        while (tensor.hasMore()) {
            requireRoom();
            add(tensor.bytes(rows()));
        }
    }

    @Override
    Column build() {
        return new Column.Bytes(name, values.toArray(new byte[0][]));
    }
}
