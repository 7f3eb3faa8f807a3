// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.NamedFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the pictures whose files a table names.
public final class TablePictures {
    private TablePictures() {}

    /// The table with its columns of file names replaced by the pictures.
    ///
    /// @param folder that the names are relative to
    /// @param encoders of the columns that name files
    public static Table read(Table table, Path folder, List<ImageEncoder> encoders) {
        requireInMemory(table, encoders);
        List<TableColumn> columns = new ArrayList<>(table.columns());
        for (ImageEncoder encoder : encoders) {
            String name = encoder.spec().name();
            TableColumn files = table.column(name)
                    .orElseThrow(
                            () -> WitanException.invalidInput("%s: the table has no column '%s' of pictures: it has %s"
                                    .formatted(table.source(), name, table.names())));
            columns.set(columns.indexOf(files), read(table, folder, encoder, files));
        }
        return new Table(
                table.source(),
                columns,
                encoders.isEmpty()
                        ? table.origin()
                        : new TableOrigin(table.origin().notices(), "", false));
    }

    private static void requireInMemory(Table table, List<ImageEncoder> encoders) {
        if (table.isStored() && !encoders.isEmpty()) {
            throw WitanException.invalidInput(
                    "%s: a table with pictures must be held in memory: it has %d rows; raise --in-memory-rows"
                            .formatted(table.source(), table.rows()));
        }
    }

    private static TableColumn read(Table table, Path folder, ImageEncoder encoder, TableColumn files) {
        byte[][] pictures = new byte[files.rows()][];
        for (int row = 0; row < pictures.length; row++) {
            if (!files.isMissing(row)) {
                pictures[row] = read(table, folder, files, row);
            }
        }
        return new TableColumn.Images(encoder, pictures);
    }

    private static byte[] read(Table table, Path folder, TableColumn files, int row) {
        String column = files.name();
        try {
            Path file = folder.resolve(files.label(row));
            byte[] picture = NamedFile.read(file, ImageEncoder.BYTES_MAX);
            if (picture.length > ImageEncoder.BYTES_MAX) {
                throw WitanException.invalidInput("%s row %d, column '%s': a picture may have %d bytes: %s has more"
                        .formatted(table.source(), row + 1, column, ImageEncoder.BYTES_MAX, file));
            }
            return picture;
        } catch (IOException | InvalidPathException e) {
            throw WitanException.invalidInput("%s row %d, column '%s': the file of a picture must be readable: %s"
                    .formatted(table.source(), row + 1, column, e));
        }
    }
}
