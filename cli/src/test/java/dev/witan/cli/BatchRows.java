// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.ads.AdsTraffic;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Impressions of the generated traffic, for tests of `witan batch`.
final class BatchRows {
    private BatchRows() {}

    static Path write(Path file, int rows) throws IOException {
        Table table = new AdsTraffic(1).table(9, rows);
        List<TableColumn> columns = table.names().stream()
                .map(name -> table.column(name).orElseThrow())
                .toList();
        StringBuilder csv = new StringBuilder("id," + String.join(",", table.names()) + "\n");
        for (int row = 0; row < rows; row++) {
            csv.append(row);
            for (TableColumn column : columns) {
                csv.append(',').append(column.label(row));
            }
            csv.append('\n');
        }
        return Files.writeString(file, csv);
    }
}
