// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.Segment;
import dev.witan.tables.SegmentFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Answers that go to a stream, such as standard output, as they come. Skipped rows are told. Nothing is gone on with.
final class StreamOutput implements BatchOutput {
    private final OutputStream out;
    private final String input;
    private final Consumer<String> bad;
    private final List<Segment.Placed> segments = new ArrayList<>();
    private long written;

    /// @param input the table's name
    /// @param bad takes the lines about skipped rows
    StreamOutput(OutputStream out, String input, Consumer<String> bad, SegmentFormat format) {
        this.out = out;
        this.input = input;
        this.bad = bad;
        append(format.head());
    }

    @Override
    public long rowsDone() {
        return 0;
    }

    @Override
    public long rowsSkipped() {
        return 0;
    }

    @Override
    public void write(Answered chunk) {
        for (Segment segment : chunk.segments()) {
            if (!segment.note().isEmpty()) {
                segments.add(new Segment.Placed(written, segment.rows(), segment.note()));
            }
            append(segment.bytes());
        }
        chunk.bad().forEach(row -> bad.accept(row.in(input)));
    }

    private void append(byte[] bytes) {
        try {
            out.write(bytes);
            written += bytes.length;
        } catch (IOException e) {
            throw new WitanException(ErrorCode.UNAVAILABLE, "the answers cannot be written: " + e, e);
        }
        // Standard output throws nothing; it has to be asked.
        if (out instanceof PrintStream printed && printed.checkError()) {
            throw new WitanException(
                    ErrorCode.UNAVAILABLE, "the answers cannot be written: nobody reads them, or the disk is full");
        }
    }

    @Override
    public void keep() {
        close();
    }

    @Override
    public void finish(SegmentFormat format) {
        append(format.tail(segments));
    }

    @Override
    public String badRows() {
        return "";
    }

    @Override
    public void close() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new WitanException(ErrorCode.UNAVAILABLE, "the answers cannot be written: " + e, e);
        }
    }
}
