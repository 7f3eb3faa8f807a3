// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.Segment;
import dev.witan.tables.SegmentFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Answers in a file that appears when it is whole. Until then they stand in `OUT.part`, skipped rows in
/// `OUT.bad.jsonl.part`, and `OUT.journal` says how much of both is durable: whatever stands behind that is cut off
/// when a run goes on, and written again.
///
/// Order of a portion: answers and skipped rows are forced to the disk, then the journal's line. Order of the end: the
/// tail is forced, the journal says so, the files are renamed, the journal goes. A kill between any two of these
/// steps leaves what the next run finishes.
final class FileOutput implements BatchOutput {
    private static final String PART = ".part";
    private static final String BAD = ".bad.jsonl";
    private static final String BAD_PART = ".bad.jsonl.part";
    private static final String JOURNAL = ".journal";
    private static final long PORTION_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Path out;
    private final String input;
    private final Journal journal;
    private final FileChannel answers;
    private final FileChannel skipped;
    private final List<Segment.Placed> segments = new ArrayList<>();
    private int segmentsNoted;
    private Journal.State state;
    private boolean hasTail;
    private long notedNanos = System.nanoTime();

    private FileOutput(Path out, String input, Journal journal, Journal.State state) throws IOException {
        this.out = out;
        this.input = input;
        this.journal = journal;
        this.state = state;
        this.answers = cutTo(beside(out, PART), state.outBytes());
        this.skipped = cutTo(beside(out, BAD_PART), state.badBytes());
        this.segments.addAll(state.segments());
        this.segmentsNoted = segments.size();
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /// Where a run goes on, or begins if there is nothing to go on with.
    ///
    /// @param input the table's name
    /// @param identity what a run that is gone on with must have in common with this one; none never goes on
    /// @param isRestart whether to begin anew whatever there is
    /// @return nothing if an earlier run had ended already but for the renaming, which is done now
    static Optional<FileOutput> open(
            Path out, String input, Optional<List<String>> identity, SegmentFormat format, boolean isRestart) {
        Path journalFile = beside(out, JOURNAL);
        try {
            if (!isRestart && Files.exists(out) && !Files.exists(journalFile)) {
                throw WitanException.invalidInput(out + ": the file is there already; --restart writes it anew");
            }
            Journal journal = Journal.open(journalFile);
            try {
                return open(out, input, identity, format, isRestart, journal);
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    private static Optional<FileOutput> open(
            Path out,
            String input,
            Optional<List<String>> identity,
            SegmentFormat format,
            boolean isRestart,
            Journal journal)
            throws IOException {
        Optional<Journal.State> found =
                isRestart || identity.isEmpty() ? Optional.empty() : journal.read(identity.get());
        if (found.isPresent() && found.get().isDone()) {
            publish(out, found.get(), journal);
            journal.close();
            return Optional.empty();
        }
        boolean isNew = found.isEmpty() || found.get().outBytes() == 0;
        if (isNew) {
            // Before the files are cut: no journal may tell of answers that are gone.
            journal.begin(identity.orElse(List.of()));
        }
        FileOutput output = new FileOutput(out, input, journal, found.orElse(Journal.State.START));
        if (isNew) {
            append(output.answers, format.head());
            output.note(false);
        }
        return Optional.of(output);
    }

    private static WitanException unwritable(Path file, IOException e) {
        return new WitanException(ErrorCode.UNAVAILABLE, file + ": the answers cannot be written: " + e, e);
    }

    private static FileChannel cutTo(Path file, long bytes) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.size() < bytes) {
            channel.close();
            throw WitanException.invalidInput(
                    "%s: the file must have the %d bytes that its journal tells of: it has fewer; --restart starts over"
                            .formatted(file, bytes));
        }
        channel.truncate(bytes);
        return channel.position(bytes);
    }

    private static void append(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public long rowsDone() {
        return state.rows();
    }

    @Override
    public long rowsSkipped() {
        return state.skipped();
    }

    @Override
    public void write(Answered chunk) {
        try {
            for (Segment segment : chunk.segments()) {
                if (!segment.note().isEmpty()) {
                    segments.add(new Segment.Placed(answers.position(), segment.rows(), segment.note()));
                }
                append(answers, segment.bytes());
            }
            append(skipped, BatchOutput.lines(input, chunk.bad()).getBytes(UTF_8));
            state = new Journal.State(
                    state.rows() + chunk.rowsRead(),
                    state.skipped() + chunk.bad().size(),
                    answers.position(),
                    skipped.position(),
                    List.of(),
                    false);
            if (System.nanoTime() - notedNanos >= PORTION_NANOS) {
                note(false);
            }
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    /// Forces to the disk what there is, and then notes it.
    private void note(boolean isDone) throws IOException {
        answers.force(false);
        skipped.force(false);
        state = new Journal.State(
                state.rows(), state.skipped(), answers.position(), skipped.position(), List.of(), isDone);
        List<Segment.Placed> added = List.copyOf(segments.subList(segmentsNoted, segments.size()));
        journal.note(state, added);
        segmentsNoted = segments.size();
        notedNanos = System.nanoTime();
    }

    @Override
    public void finish(SegmentFormat format) {
        hasTail = true;
        try {
            append(answers, format.tail(segments));
            note(true);
            publish(out, state, journal);
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    /// Gives the files their names, and removes the journal. What has its name already keeps it.
    private static void publish(Path out, Journal.State state, Journal journal) throws IOException {
        Path badPart = beside(out, BAD_PART);
        if (state.badBytes() > 0) {
            moveIfThere(badPart, beside(out, BAD));
        } else {
            Files.deleteIfExists(badPart);
            Files.deleteIfExists(beside(out, BAD));
        }
        moveIfThere(beside(out, PART), out);
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel entries = FileChannel.open(folder)) {
                entries.force(true);
            }
        }
        journal.delete();
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public String badRows() {
        return beside(out, BAD).toString();
    }

    /// Does nothing once the tail stands behind the answers: no run may take it for some.
    @Override
    public void keep() {
        if (hasTail) {
            return;
        }
        try {
            note(false);
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    @Override
    public void close() {
        try {
            answers.close();
            skipped.close();
            journal.close();
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }
}
