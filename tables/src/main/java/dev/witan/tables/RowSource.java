// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.List;
import java.util.Optional;

/// A table that is read from its beginning, chunk by chunk. One thread reads; chunks are decoded by any.
public interface RowSource extends AutoCloseable {
    /// The columns, all of them.
    List<Field> fields();

    /// The next rows, at most so many; none at the end. Every call but the last few gives exactly so many, so that
    /// chunks begin at the same rows in every run.
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
