// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.tables.BadRow;
import dev.witan.tables.SegmentFormat;
import java.util.List;

/// Where answers go. Used by one thread.
interface BatchOutput extends AutoCloseable {
    /// How many rows of the input an earlier run has dealt with, so that this one goes on after them.
    long rowsDone();

    /// How many of these were skipped.
    long rowsSkipped();

    /// Takes what became of a chunk; may make durable what it has.
    void write(Answered chunk);

    /// Makes durable what a run that stops has reached.
    void keep();

    /// Writes what stands after the last row, and makes the answers appear.
    void finish(SegmentFormat format);

    /// Where skipped rows can be read; empty if they are told only.
    String badRows();

    @Override
    void close();

    /// A bad row as a JSON line.
    static String line(String file, BadRow bad) {
        return "{\"file\":%s,\"row\":%d,\"line\":%s,\"column\":%s,\"reason\":%s}\n"
                .formatted(
                        quoted(file),
                        bad.row(),
                        bad.line() == 0 ? "null" : Long.toString(bad.line()),
                        bad.column().isEmpty() ? "null" : quoted(bad.column()),
                        quoted(bad.reason()));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /// All bad rows of a chunk as JSON lines.
    static String lines(String file, List<BadRow> bad) {
        StringBuilder text = new StringBuilder();
        bad.forEach(row -> text.append(line(file, row)));
        return text.toString();
    }
}
