// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.witan.engine.error.WitanException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// JSON lines: an object of plain values per line, blank lines passed over. The columns are those of the first one.
public final class JsonLinesSource implements RowSource {
    private static final int LINE_BYTES_MAX = 1 << 24;
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final Selection selection;
    private final CountedStream stream;
    private final long total;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private final List<Field> fields;
    private final Set<String> unread = ConcurrentHashMap.newKeySet();
    private byte @Nullable [] peeked;
    private long line;
    private long row;

    /// @param name the file's, for messages
    /// @param total bytes of the stream; 0 if nobody knows
    public JsonLinesSource(String name, InputStream in, long total, Selection selection) {
        this.name = name;
        this.selection = selection;
        this.total = total;
        this.stream = new CountedStream(in);
        try {
            this.peeked = readRow();
        } catch (IOException e) {
            throw Unreadable.of(name, e);
        }
        if (peeked == null) {
            throw WitanException.invalidInput(name + ": a table needs a record: the file is empty");
        }
        this.fields = JsonLinesRows.fields(name, line, peeked, selection);
    }

    /// The next line that is not blank; `null` at the end.
    private byte @Nullable [] readRow() throws IOException {
        while (true) {
            byte[] text = readLine();
            if (text == null) {
                return null;
            }
            line++;
            if (!isBlank(text)) {
                return text;
            }
        }
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /// Fills the buffer; what a file begins with shows whether it is text.
    private int fill() throws IOException {
        boolean isBeginning = stream.count() == 0;
        int read = stream.read(buffer, 0, buffer.length);
        if (isBeginning && read > 0) {
            FirstBytes.requireText(name, Arrays.copyOf(buffer, read));
            at = FirstBytes.hasByteOrderMark(Arrays.copyOf(buffer, read)) ? 3 : 0;
        }
        return read;
    }

    private byte @Nullable [] readLine() throws IOException {
        @Nullable ByteArrayOutputStream long_ = null;
        while (true) {
            if (at == end) {
                at = 0;
                end = fill();
                if (end <= 0) {
                    end = 0;
                    return long_ == null ? null : long_.toByteArray();
                }
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            boolean isWhole = at < end;
            if (isWhole && long_ == null) {
                return Arrays.copyOfRange(buffer, from, at++);
            }
            long_ = long_ == null ? new ByteArrayOutputStream() : long_;
            long_.write(buffer, from, at - from);
            if (long_.size() > LINE_BYTES_MAX) {
                throw WitanException.invalidInput(
                        "%s line %d: a line may have %d bytes: it has more".formatted(name, line + 1, LINE_BYTES_MAX));
            }
            if (isWhole) {
                at++;
                return long_.toByteArray();
            }
        }
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public Set<String> unread() {
        return Set.copyOf(unread);
    }

    private byte @Nullable [] take() {
        byte[] first = peeked;
        if (first != null) {
            peeked = null;
            return first;
        }
        try {
            return readRow();
        } catch (IOException e) {
            throw Unreadable.of(name, e);
        }
    }

    @Override
    public Optional<RawRows> next(int rowsMax) {
        List<byte[]> chunk = new ArrayList<>(rowsMax);
        long[] lines = new long[rowsMax];
        long size = 0;
        while (chunk.size() < rowsMax && size < CHUNK_SIZE_MAX) {
            byte[] text = take();
            if (text == null) {
                break;
            }
            size += text.length;
            lines[chunk.size()] = line;
            chunk.add(text);
        }
        if (chunk.isEmpty()) {
            return Optional.empty();
        }
        long first = row;
        row += chunk.size();
        return Optional.of(new JsonLinesRows(fields, selection, first, lines, chunk, unread));
    }

    @Override
    public void skip(long rows) {
        for (long i = 0; i < rows; i++) {
            if (take() == null) {
                throw Unreadable.shrunk(name, rows, i);
            }
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
            stream.close();
        } catch (IOException e) {
            throw Unreadable.of(name, e);
        }
    }
}
