// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.request.Column;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/// Collects bytes as they are: base64 in JSON, which has no other way to say them. An empty element is a missing value.
final class BytesBuilder extends ColumnBuilder {
    /// How long the largest picture is in base64.
    static final int TEXT_LENGTH_MAX = (ImageEncoder.BYTES_MAX + 2) / 3 * 4;

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
        } catch (StreamConstraintsException _) {
            throw wrong(
                    "may be a picture of %d bytes, of which base64 makes %d characters"
                            .formatted(ImageEncoder.BYTES_MAX, TEXT_LENGTH_MAX),
                    "longer");
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
            add(decoded(tensor.bytes(rows())));
        }
    }

    /// An element that is base64 in JSON may come as the same text in the other forms of the protocol, too. No picture
    /// begins with a character of base64, so that nothing else is taken for it.
    private byte[] decoded(byte[] element) {
        if (element.length == 0 || !isOfBase64(element[0])) {
            return element;
        }
        try {
            return Base64.getDecoder().decode(element);
        } catch (IllegalArgumentException _) {
            return element;
        }
    }

    private static boolean isOfBase64(byte first) {
        return first == '/' || first == '+' || (first > 0 && Character.isLetterOrDigit(first));
    }

    @Override
    Column build() {
        return new Column.Bytes(name, values.toArray(new byte[0][]));
    }
}
