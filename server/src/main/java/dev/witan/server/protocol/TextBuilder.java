// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.request.Column;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Collects texts, and for a categorical column the spelling of whole numbers and truth values. An empty text is a
/// missing value, as an empty cell of a table is; binary tensors have no other way to say so.
final class TextBuilder extends ColumnBuilder {
    private @Nullable String[] values = new String[FIRST_CAPACITY];
    private final ReadLimits limits;
    private int rows;

    TextBuilder(String name, Datatype datatype, ReadLimits limits) {
        super(name, datatype, limits.rowsMax());
        this.limits = limits;
    }

    @Override
    int rows() {
        return rows;
    }

    @Override
    void addMissing() {
        append(null);
    }

    @Override
    void addElement(JsonParser parser, JsonToken token) {
        if (datatype.isInteger()) {
            if (!Elements.isInRange(datatype, parser)) {
                throw wrong(Elements.range(datatype), parser.getString());
            }
            append(parser.getNumberValue().toString());
        } else {
            String text = parser.getString();
            limits.requireText(text, "a text");
            addText(text);
        }
    }

    private void addText(String text) {
        append(text.isEmpty() ? null : text);
    }

    @Override
    void addAll(TensorElements tensor) {
        if (datatype == Datatype.BYTES) {
            while (tensor.hasMore()) {
                requireRoom();
                addText(tensor.text(rows));
            }
            return;
        }
        int count = tensor.fixedCount();
        for (int i = 0; i < count; i++) {
            requireRoom();
            switch (datatype) {
                case BOOL -> append(Boolean.toString(tensor.bool()));
                case UINT64 -> append(Long.toUnsignedString(tensor.integer()));
                default -> append(Long.toString(tensor.integer()));
            }
        }
    }

    private void append(@Nullable String value) {
        if (rows == values.length) {
            values = Arrays.copyOf(values, rows * 2);
        }
        values[rows++] = value;
    }

    @Override
    Column build() {
        return new Column.Texts(name, rows == values.length ? values : Arrays.copyOf(values, rows));
    }
}
