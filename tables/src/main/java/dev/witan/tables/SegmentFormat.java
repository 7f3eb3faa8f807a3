// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.List;

/// How rows become a file: a head, segments, each of which is made without knowledge of the others, and a tail.
/// The same rows in the same segments make the same bytes. Thread-safe.
public interface SegmentFormat {
    byte[] head();

    /// Some rows, which have this format's fields.
    Segment encode(Frame frame);

    /// What stands after the last segment.
    byte[] tail(List<Segment.Placed> segments);

    /// How tables with these columns are written.
    ///
    /// @param file its name, which tells the separator
    static SegmentFormat of(TableFormat format, String file, List<Field> fields) {
        return switch (format) {
            case CSV -> new CsvSegments(fields, file.endsWith(".tsv") ? '\t' : ',');
            case JSONL -> new JsonLinesSegments(fields);
            case PARQUET -> new ParquetSegments(fields);
        };
    }
}
