// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How a table is to be read.
///
/// @param schema what is said of its columns
/// @param required columns that must be there, and have a value in every row; and what each of them is, for messages
/// @param onBadRow what happens with a row that cannot be read
/// @param scratch folder in which a table that is too large for memory is kept; absent refuses such a table
/// @param progress told how far it is
public record TableOptions(
        TableSchema schema,
        Map<String, String> required,
        OnBadRow onBadRow,
        Optional<Path> scratch,
        ReadProgress progress) {
    public TableOptions {
        Objects.requireNonNull(schema);
        required = Map.copyOf(required);
        Objects.requireNonNull(onBadRow);
        Objects.requireNonNull(scratch);
        Objects.requireNonNull(progress);
    }

    /// The same, telling how far the reading is.
    public TableOptions tell(ReadProgress listener) {
        return new TableOptions(schema, required, onBadRow, scratch, listener);
    }

    /// Columns as they look, and a bad row refuses the table.
    public static TableOptions defaults() {
        return of(TableSchema.NONE);
    }

    /// Columns as the schema says, and a bad row refuses the table.
    public static TableOptions of(TableSchema schema) {
        return new TableOptions(schema, Map.of(), OnBadRow.FAIL, Optional.empty(), ReadProgress.none());
    }
}
