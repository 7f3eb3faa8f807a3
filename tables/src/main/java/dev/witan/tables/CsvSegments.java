// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// Rows as CSV after RFC 4180, in UTF-8 with line feeds: a value with a separator, a quote or a line break is quoted,
/// and a missing value is empty.
final class CsvSegments implements SegmentFormat {
    private final List<Field> fields;
    private final char separator;

    CsvSegments(List<Field> fields, char separator) {
        this.fields = List.copyOf(fields);
        this.separator = separator;
    }

    @Override
    public byte[] head() {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < fields.size(); column++) {
            separate(text, column);
            add(text, fields.get(column).name());
        }
        return text.append('\n').toString().getBytes(UTF_8);
    }

    @Override
    public Segment encode(Frame frame) {
        StringBuilder text = new StringBuilder(frame.rows() * frame.cells().size() * 8);
        for (int row = 0; row < frame.rows(); row++) {
            for (int column = 0; column < frame.cells().size(); column++) {
                separate(text, column);
                add(text, frame.cells().get(column), row);
            }
            text.append('\n');
        }
        return new Segment(text.toString().getBytes(UTF_8), frame.rows(), "");
    }

    private void add(StringBuilder text, Cells cells, int row) {
        if (cells instanceof Cells.Singles singles && !singles.isMissing(row)) {
            text.append(singles.value(row));
        } else {
            add(text, cells.text(row));
        }
    }

    private void separate(StringBuilder text, int column) {
        if (column > 0) {
            text.append(separator);
        }
    }

    private void add(StringBuilder text, String value) {
        if (!needsQuotes(value)) {
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                text.append('"');
            }
            text.append(c);
        }
        text.append('"');
    }

    private boolean needsQuotes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == separator || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    @Override
    public byte[] tail(List<Segment.Placed> segments) {
        return new byte[0];
    }
}
