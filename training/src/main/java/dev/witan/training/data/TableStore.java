// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Turns a table of any size into files that can be read at any place: a first pass finds out what each column is, a
/// second one writes numbers, codes and texts. The files appear all at once when they are whole and on the disk, and a
/// later run with the same table and options takes them as they are, after it has checked their digests.
final class TableStore {
    /// Rows that one table may have.
    static final int ROWS_MAX = 500_000_000;

    private static final String FOLDER = "table";
    private static final String PARTIAL = "table.partial";

    private final TableFile file;
    private final TableOptions options;
    private final TableLimits limits;
    private final Path scratch;
    private final Path folder;

    TableStore(TableFile file, TableOptions options, TableLimits limits, Path scratch) {
        this.file = file;
        this.options = options;
        this.limits = limits;
        this.scratch = scratch;
        this.folder = scratch.resolve(FOLDER);
    }

    Table table() {
        String key = "%s\n%s\n%s\n%s\n%s"
                .formatted(file.identity(), options.schema(), options.required(), options.onBadRow(), limits);
        Optional<StoredTable> there = StoredTable.read(folder, key);
        return there.orElseGet(() -> made(key)).open(file.name(), folder);
    }

    private StoredTable made(String key) {
        Path partial = folder.resolveSibling(PARTIAL);
        try {
            delete(partial);
            delete(folder);
            Files.createDirectories(partial);
            StoredTable made = write(key, partial);
            made.write(partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            force(scratch);
            return made;
        } catch (IOException e) {
            throw failed(e);
        } catch (UncheckedIOException e) {
            throw failed(e);
        }
    }

    private WitanException failed(Exception e) {
        return new WitanException(
                ErrorCode.INTERNAL, "%s: the table's scratch files cannot be written: %s".formatted(scratch, e), e);
    }

    private StoredTable write(String key, Path partial) {
        TableInput input = new TableInput(file.name(), file.format(), file::open);
        TableWalk walk = new TableWalk(input, options, limits);
        List<ColumnScan> scans = walk.columns().stream()
                .map(name -> new ColumnScan(name, options.schema().rule(name)))
                .toList();
        walk.run("looking at columns", 0, 2, ROWS_MAX, (columns, good, lines) -> {
            for (int column = 0; column < columns.size(); column++) {
                for (int row : good) {
                    scans.get(column).add(columns.get(column), row, lines);
                }
            }
        });
        List<ColumnKind> kinds = scans.stream().map(ColumnScan::kind).toList();
        Map<String, String> digests = new TreeMap<>();
        long[] rows = new long[1];
        List<ColumnWriter> writers = new ArrayList<>();
        try {
            for (int i = 0; i < kinds.size(); i++) {
                writers.add(ColumnWriter.of(partial, i, kinds.get(i)));
            }
            BadRows bad = walk.run("preparing", 1, 2, ROWS_MAX, (columns, good, _) -> {
                rows[0] += good.length;
                for (int column = 0; column < columns.size(); column++) {
                    for (int row : good) {
                        writers.get(column).add(columns.get(column), row);
                    }
                }
            });
            writers.forEach(writer -> digests.putAll(writer.finish()));
            return new StoredTable(key, (int) rows[0], notices(walk, scans, bad), columns(walk, scans), digests);
        } finally {
            writers.forEach(ColumnWriter::close);
        }
    }

    private List<String> notices(TableWalk walk, List<ColumnScan> scans, BadRows bad) {
        List<String> notices = new ArrayList<>(walk.notices());
        scans.forEach(scan -> scan.notice(file.name()).ifPresent(notices::add));
        notices.addAll(bad.notices());
        return notices;
    }

    private List<StoredTable.Column> columns(TableWalk walk, List<ColumnScan> scans) {
        List<StoredTable.Column> columns = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            String name = walk.columns().get(i);
            String pattern = options.schema().rule(name).form().pattern();
            columns.add(new StoredTable.Column(
                    name, scans.get(i).kind(), pattern, scans.get(i).facts()));
        }
        return columns;
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Removes the table that is kept in a scratch folder.
    static void remove(Path scratch) throws IOException {
        delete(scratch.resolve(FOLDER));
        delete(scratch.resolve(PARTIAL));
    }

    /// Removes a folder with its files, if it is there.
    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
