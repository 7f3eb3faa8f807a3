// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A table that is read from its beginning, chunk by chunk. One thread reads; chunks are decoded by any.
public interface RowSource extends AutoCloseable {
    /// Characters, or bytes, of texts from which on a chunk takes no further row.
    int CHUNK_SIZE_MAX = 8 << 20;

    /// The columns, all of them.
    List<Field> fields();

    /// Columns that are passed over, since their values are no plain ones.
    default List<String> nested() {
        return List.of();
    }

    /// Columns that some row had, as far as rows were decoded, and the table has not.
    default Set<String> unread() {
        return Set.of();
    }

    /// The next rows, at most so many, and fewer where their texts are large; none at the end. How many they
    /// are depends on nothing but the rows from the first of them on, so that chunks begin at the same rows in
    /// every run.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_INPUT: what follows cannot be told apart into rows
    Optional<RawRows> next(int rowsMax);

    /// Passes over rows as if they had been read.
    void skip(long rows);

    /// How far it has come, in the same unit as [#total].
    long position();

    /// How far there is to go; 0 if nobody knows.
    long total();

    @Override
    void close();
}
