// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The file that remembers every steer of a mixture: one line of JSON per act, in order, forced to disk before the
/// act takes effect. Lines are only ever added.
///
/// A line that a killed process left half written never took effect. The next process marks it as torn, so that
/// nobody ever takes it for whole. Owned by one [Steering], under its lock.
final class SteerLog {
    private static final String TORN = " !torn";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    SteerLog(Path file) {
        this.file = file;
    }

    /// What the log says.
    ///
    /// @param unreadable whole lines that are no acts: somebody has edited the file
    record Contents(List<SteerAct> acts, int unreadable) {}

    Path file() {
        return file;
    }

    /// All acts in order; a half-written last line counts as torn.
    Contents read() {
        List<SteerAct> acts = new ArrayList<>();
        int unreadable = 0;
        String text = text();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            String line = end < 0 ? text.substring(from) + TORN : text.substring(from, end);
            Optional<SteerAct> act = act(line);
            act.ifPresent(acts::add);
            unreadable += act.isEmpty() ? 1 : 0;
            from = end < 0 ? text.length() : end + 1;
        }
        return new Contents(acts, unreadable);
    }

    private String text() {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    private static Optional<SteerAct> act(String line) {
        if (line.endsWith(TORN)) {
            return Optional.of(new SteerAct.Torn(line.getBytes(UTF_8).length - TORN.length()));
        }
        try {
            return Optional.of(SteerJson.act(JSON.readTree(line)));
        } catch (JacksonException | WitanException _) {
            return Optional.empty();
        }
    }

    /// Adds an act and returns once it is on disk.
    ///
    /// @throws WitanException UNAVAILABLE when it cannot be written; then the log is as it was
    void append(SteerAct act) {
        try {
            boolean isNew = !Files.exists(file);
            if (isNew) {
                Files.createDirectories(parent());
            }
            try (FileChannel log = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                append(log, SteerJson.of(act).toString() + "\n");
            }
            if (isNew) {
                syncFolder();
            }
        } catch (IOException e) {
            throw failure("written (serve --state FOLDER puts it elsewhere)", e);
        }
    }

    private static void append(FileChannel log, String line) throws IOException {
        long end = log.size();
        String mark = isTorn(log, end) ? TORN + "\n" : "";
        boolean isOnDisk = false;
        try {
            ByteBuffer bytes = UTF_8.encode(mark + line);
            for (long at = end; bytes.hasRemaining(); ) {
                at += log.write(bytes, at);
            }
            log.force(true);
            isOnDisk = true;
        } finally {
            if (!isOnDisk) {
                log.truncate(end);
            }
        }
    }

    private static boolean isTorn(FileChannel log, long end) throws IOException {
        if (end == 0) {
            return false;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        return log.read(last, end - 1) == 1 && last.get(0) != '\n';
    }

    private Path parent() {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a log must lie in a folder: " + file);
        }
        return parent;
    }

    /// Makes the new file's name last.
    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(parent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private WitanException failure(String what, IOException cause) {
        return new WitanException(
                ErrorCode.UNAVAILABLE, "the log of steers cannot be %s: %s: %s".formatted(what, file, cause), cause);
    }
}
