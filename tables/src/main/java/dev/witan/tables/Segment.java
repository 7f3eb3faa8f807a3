// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.Objects;

/// Some rows as they stand in a file, after the segment before. Immutable: the array must not be changed.
public final class Segment {
    private final byte[] bytes;
    private final int rows;
    private final String note;

    /// @param bytes of the file
    /// @param rows how many there are
    /// @param note what the end of the file will have to say of the segment; empty if nothing
    public Segment(byte[] bytes, int rows, String note) {
        this.bytes = Objects.requireNonNull(bytes);
        this.rows = rows;
        this.note = Objects.requireNonNull(note);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int rows() {
        return rows;
    }

    public String note() {
        return note;
    }

    /// A segment in its file, without its bytes.
    ///
    /// @param offset where it begins
    /// @param note what the end of the file will have to say of it
    public record Placed(long offset, int rows, String note) {
        public Placed {
            Objects.requireNonNull(note);
        }
    }
}
