// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A CSV file: UTF-8, a header, and one separator (comma, semicolon, tab or bar) found by looking at the first lines.
public final class CsvSource implements RowSource {
    private static final int SAMPLE_BYTES = 1 << 16;
    private static final int VALUE_CHARACTERS_MAX = 1 << 24;

    private final String name;
    private final Selection selection;
    private final CountedStream stream;
    private final long total;
    private final char separator;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<Field> fields;
    private long row;

    /// @param name the file's, for messages
    /// @param total bytes of the stream; 0 if nobody knows
    public CsvSource(String name, InputStream in, long total, Selection selection) {
        this.name = name;
        this.selection = selection;
        this.total = total;
        this.stream = new CountedStream(in);
        try {
            BufferedInputStream buffered = new BufferedInputStream(stream, SAMPLE_BYTES);
            this.separator = Dialect.separator(sample(name, buffered));
            this.reader = CsvReader.builder()
                    .fieldSeparator(separator)
                    .allowUnclosedQuote(false)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .maxBufferSize(VALUE_CHARACTERS_MAX)
                    .ofCsvRecord(new InputStreamReader(
                            buffered,
                            UTF_8.newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
            this.records = reader.iterator();
            this.fields = header();
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw Unreadable.of(name, e);
        }
    }

    private static String sample(String name, BufferedInputStream in) throws IOException {
        in.mark(SAMPLE_BYTES);
        byte[] bytes = in.readNBytes(SAMPLE_BYTES - 8);
        in.reset();
        FirstBytes.requireText(name, bytes);
        if (FirstBytes.hasByteOrderMark(bytes)) {
            in.skipNBytes(3);
        }
        return new String(bytes, UTF_8);
    }

    private List<Field> header() {
        if (!records.hasNext()) {
            throw WitanException.invalidInput(name + ": a table needs a header: the file is empty");
        }
        List<Field> found = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (String value : records.next().getFields()) {
            String column = value.strip();
            int place = found.size() + 1;
            if (column.isEmpty()) {
                throw WitanException.invalidInput(
                        "%s line 1: every column needs a name: column %d has none".formatted(name, place));
            }
            Integer before = places.put(column, place);
            if (before != null) {
                throw WitanException.invalidInput("%s line 1: column names must differ: '%s' is column %d and column %d"
                        .formatted(name, Excerpt.of(column), before, place));
            }
            found.add(new Field(column, selection.type(column)));
        }
        return List.copyOf(found);
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public Optional<RawRows> next(int rowsMax) {
        List<CsvRecord> chunk = new ArrayList<>(rowsMax);
        try {
            long size = 0;
            while (chunk.size() < rowsMax && size < CHUNK_SIZE_MAX && records.hasNext()) {
                CsvRecord record = records.next();
                size += size(record);
                chunk.add(record);
            }
        } catch (UncheckedIOException | CsvParseException e) {
            throw Unreadable.of(name, e);
        }
        if (chunk.isEmpty()) {
            return Optional.empty();
        }
        long first = row;
        row += chunk.size();
        return Optional.of(new CsvRows(separator, fields, selection, first, chunk));
    }

    private static long size(CsvRecord record) {
        long size = 0;
        for (int column = 0; column < record.getFieldCount(); column++) {
            size += record.getField(column).length();
        }
        return size;
    }

    @Override
    public void skip(long rows) {
        try {
            for (long i = 0; i < rows; i++) {
                if (!records.hasNext()) {
                    throw Unreadable.shrunk(name, rows, i);
                }
                records.next();
            }
        } catch (UncheckedIOException | CsvParseException e) {
            throw Unreadable.of(name, e);
        }
        row += rows;
    }

    @Override
    public long position() {
        return stream.count();
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw Unreadable.of(name, e);
        }
    }
}
