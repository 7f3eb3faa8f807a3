// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Rows as JSON lines: an object per line, in UTF-8; a missing value is null, and bytes are base64.
final class JsonLinesSegments implements SegmentFormat {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .rootValueSeparator("")
            .build();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final List<Field> fields;

    JsonLinesSegments(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public Segment encode(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(frame.rows() * fields.size() * 16);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            for (int row = 0; row < frame.rows(); row++) {
                json.writeStartObject();
                for (int column = 0; column < fields.size(); column++) {
                    json.writeName(fields.get(column).name());
                    write(json, fields.get(column), frame.cells().get(column), row);
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
        return new Segment(bytes.toByteArray(), frame.rows(), "");
    }

    private static void write(JsonGenerator json, Field field, Cells cells, int row) {
        if (cells.isMissing(row)) {
            json.writeNull();
            return;
        }
        switch (cells) {
            case Cells.Texts texts -> {
                String text = texts.text(row);
                boolean isNumber =
                        field.type() == Field.Type.REAL && NUMBER.matcher(text).matches();
                if (isNumber || texts.isBare(row)) {
                    json.writeRawValue(text);
                } else {
                    json.writeString(text);
                }
            }
            case Cells.Reals reals -> writeNumber(json, cells, row, Double.isFinite(reals.value(row)));
            case Cells.Singles singles -> writeNumber(json, cells, row, Float.isFinite(singles.value(row)));
            case Cells.Wholes wholes -> json.writeNumber(wholes.value(row));
            case Cells.Truths truths -> json.writeBoolean(truths.value(row));
            case Cells.Binary binary -> {
                byte[] value = binary.value(row);
                json.writeString(value == null ? "" : Base64.getEncoder().encodeToString(value));
            }
            case Cells.Vectors vectors -> writeVector(json, vectors.value(row));
        }
    }

    /// JSON has no infinity: it is written as a text.
    private static void writeNumber(JsonGenerator json, Cells cells, int row, boolean isFinite) {
        if (isFinite) {
            json.writeRawValue(cells.text(row));
        } else {
            json.writeString(cells.text(row));
        }
    }

    private static void writeVector(JsonGenerator json, float @org.jspecify.annotations.Nullable [] vector) {
        json.writeStartArray();
        for (int i = 0; vector != null && i < vector.length; i++) {
            json.writeNumber(vector[i]);
        }
        json.writeEndArray();
    }

    @Override
    public byte[] tail(List<Segment.Placed> segments) {
        return new byte[0];
    }
}
