// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.WitanException;
import dev.witan.tables.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// What of a run is durable, written line by line behind the answers: whose run it is, then after every portion that
/// has reached the disk how far it is. Each line begins with its checksum, so that one which was cut off is known and
/// passed over. Used by one thread; a lock on the file keeps other runs away.
final class Journal implements AutoCloseable {
    private static final String HEAD = "witan-batch-1";
    private static final String DONE = "done";
    private static final String AT = "at";

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private Journal(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /// How far a run is.
    ///
    /// @param rows of the input that are dealt with, skipped ones among them
    /// @param outBytes of the answers that are durable
    /// @param badBytes of the skipped rows that are durable
    /// @param segments of the answers
    /// @param isDone whether the answers are whole
    record State(long rows, long skipped, long outBytes, long badBytes, List<Segment.Placed> segments, boolean isDone) {
        static final State START = new State(0, 0, 0, 0, List.of(), false);
    }

    static Journal open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Journal(file, channel, lock);
            }
        } catch (OverlappingFileLockException _) {
            // Another run in this process; told as any other.
        }
        channel.close();
        throw WitanException.invalidInput(file + ": another run writes these answers; let it end");
    }

    /// The state that the file holds, if it is a run's of this identity.
    ///
    /// @param identity what must be the same, line by line
    /// @throws WitanException INVALID_INPUT: it is another run's
    Optional<State> read(List<String> identity) throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<String> head = List.of(lines.getFirst().split("\t", -1));
        if (head.size() != identity.size() + 1 || !head.getFirst().equals(HEAD)) {
            throw other("another version's run", "", "");
        }
        for (int i = 0; i < identity.size(); i++) {
            if (!head.get(i + 1).equals(clean(identity.get(i)))) {
                throw other("a run with something else", head.get(i + 1), clean(identity.get(i)));
            }
        }
        return Optional.of(state(lines));
    }

    private WitanException other(String whose, String then, String now) {
        String change = then.isEmpty() ? "" : ": then '%s', now '%s'".formatted(then, now);
        return WitanException.invalidInput(
                "%s is the journal of %s%s; --restart starts over".formatted(file, whose, change));
    }

    private static State state(List<String> lines) {
        State state = State.START;
        List<Segment.Placed> segments = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split("\t", -1);
            if (!parts[5].isEmpty()) {
                for (String segment : parts[5].split(";", -1)) {
                    String[] values = segment.split(",", -1);
                    segments.add(new Segment.Placed(Long.parseLong(values[0]), Integer.parseInt(values[1]), values[2]));
                }
            }
            state = new State(
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    List.copyOf(segments),
                    parts[0].equals(DONE));
        }
        return state;
    }

    /// The lines whose checksum holds, up to the first one whose does not; what comes after them is cut off.
    private List<String> lines() throws IOException {
        byte[] all = Files.readAllBytes(file);
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] != '\n') {
                continue;
            }
            String line = new String(all, from, at - from, UTF_8);
            int blank = line.indexOf(' ');
            if (blank < 0 || !line.substring(0, blank).equals(checksum(line.substring(blank + 1)))) {
                break;
            }
            lines.add(line.substring(blank + 1));
            from = at + 1;
        }
        channel.truncate(from);
        channel.position(from);
        return lines;
    }

    /// Begins anew.
    void begin(List<String> identity) throws IOException {
        channel.truncate(0);
        channel.position(0);
        append(HEAD + "\t"
                + String.join("\t", identity.stream().map(Journal::clean).toList()));
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /// Notes a state whose answers are on the disk already.
    ///
    /// @param added the segments since the last one
    void note(State state, List<Segment.Placed> added) throws IOException {
        StringBuilder segments = new StringBuilder();
        for (Segment.Placed segment : added) {
            segments.append(segments.isEmpty() ? "" : ";");
            segments.append(segment.offset()).append(',').append(segment.rows());
            segments.append(',').append(segment.note());
        }
        append("%s\t%d\t%d\t%d\t%d\t%s"
                .formatted(
                        state.isDone() ? DONE : AT,
                        state.rows(),
                        state.skipped(),
                        state.outBytes(),
                        state.badBytes(),
                        segments));
    }

    private void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((checksum(line) + " " + line + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private static String checksum(String line) {
        CRC32 checksum = new CRC32();
        checksum.update(line.getBytes(UTF_8));
        return "%08x".formatted(checksum.getValue());
    }

    /// Removes it: the run is over.
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
