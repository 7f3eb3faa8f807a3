// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Reads a CSV file into a table: UTF-8, a header, and one separator (comma, semicolon, tab or bar) found by looking.
///
/// A column is numeric if every value that is not missing spells a finite number, and categorical otherwise; missing
/// are an empty value, `?`, `NA`, `N/A`, `NaN`, `null` and `None`. A file that breaks a rule is refused with its
/// name, line, column, the rule and the value.
public final class TableReader {
    private final TableLimits limits;

    public TableReader(TableLimits limits) {
        this.limits = limits;
    }

    /// Reads a table and infers the type of every column.
    public Table read(Path file) {
        return read(file, Map.of());
    }

    /// Reads a table whose columns are to have the kinds that a mixture declares; others are inferred.
    public Table read(Path file, Map<String, ColumnSpec.Kind> declared) {
        String name = String.valueOf(file.getFileName());
        return parse(name, Utf8File.read(file, limits), declared);
    }

    /// Parses the content of a file.
    ///
    /// @param name the file's, for messages
    public Table parse(String name, String content, Map<String, ColumnSpec.Kind> declared) {
        char separator = Dialect.separator(content);
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(content)) {
            return table(name, separator, reader.iterator(), declared);
        } catch (CsvParseException e) {
            throw new WitanException(ErrorCode.INVALID_INPUT, name + ": " + reasons(e), e);
        } catch (UncheckedIOException | IOException e) {
            throw new WitanException(ErrorCode.INVALID_INPUT, name + ": the table cannot be read: " + reasons(e), e);
        }
    }

    private Table table(
            String name, char separator, Iterator<CsvRecord> records, Map<String, ColumnSpec.Kind> declared) {
        if (!records.hasNext()) {
            throw WitanException.invalidInput(name + ": a table needs a header: the file is empty");
        }
        Header header = Header.of(name, separator, records.next(), limits);
        List<TableColumnBuilder> builders = header.names().stream()
                .map(column -> new TableColumnBuilder(name, column, declared.get(column)))
                .toList();
        int rows = 0;
        while (records.hasNext()) {
            CsvRecord row = records.next();
            requireRoom(name, ++rows, row);
            header.requireWidth(row);
            for (int column = 0; column < builders.size(); column++) {
                builders.get(column).add(trimmed(header, row, column), row.getStartingLineNumber());
            }
        }
        if (rows == 0) {
            throw WitanException.invalidInput(name + ": a table needs rows below its header: it has none");
        }
        return new Table(name, builders.stream().map(TableColumnBuilder::build).toList());
    }

    private void requireRoom(String name, int rows, CsvRecord row) {
        if (rows > limits.rowsMax()) {
            throw WitanException.invalidInput("%s line %d: a table must have at most %d rows (rowsMax)"
                    .formatted(name, row.getStartingLineNumber(), limits.rowsMax()));
        }
    }

    private String trimmed(Header header, CsvRecord row, int column) {
        String value = row.getField(column).strip();
        if (value.length() > limits.valueLengthMax()) {
            throw WitanException.invalidInput("%s must have at most %d characters (valueLengthMax): %d"
                    .formatted(
                            header.at(row.getStartingLineNumber(), column), limits.valueLengthMax(), value.length()));
        }
        return value;
    }

    /// What the parser says, down to its cause.
    private static String reasons(Throwable e) {
        String reason = String.valueOf(e.getMessage());
        Throwable cause = e.getCause();
        return cause == null || cause.getMessage() == null ? reason : reason + ": " + cause.getMessage();
    }
}
