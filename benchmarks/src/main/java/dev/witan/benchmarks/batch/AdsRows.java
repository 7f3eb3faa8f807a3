// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.batch;

import dev.witan.training.ads.AdsTraffic;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes impressions of the generated traffic of `ads` as CSV, with a column `id` before them.
public final class AdsRows {
    private static final int PORTION = 50_000;
    private static final long WORLD = 1;

    private AdsRows() {}

    /// Writes `args[1]` rows into the file `args[0]`.
    public static void main(String[] args) {
        write(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    static void write(Path file, int rows) {
        AdsTraffic traffic = new AdsTraffic(WORLD);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int from = 0; from < rows; from += PORTION) {
                Table table = traffic.table(100 + from, Math.min(PORTION, rows - from));
                if (from == 0) {
                    out.write("id," + String.join(",", table.names()) + "\n");
                }
                write(out, table, from);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(BufferedWriter out, Table table, int from) throws IOException {
        List<TableColumn> columns = table.names().stream()
                .map(name -> table.column(name).orElseThrow())
                .toList();
        for (int row = 0; row < table.rows(); row++) {
            out.write(Integer.toString(from + row));
            for (TableColumn column : columns) {
                out.write(',');
                out.write(column.label(row));
            }
            out.write('\n');
        }
    }
}
