// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.checkpoint;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.time.NanoClock;
import dev.witan.model.storage.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Checkpoints in a folder, a file for each network, which only one training at a time may use. Safe for use by several
/// threads.
public final class FolderCheckpoints implements Checkpoints {
    private static final String LOCK = "in-use";

    private final Path folder;
    private final Storage storage;
    private final Rhythm rhythm;
    private final NanoClock clock;
    private final FileChannel lock;
    private final List<Path> files = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> facts = Map.of();

    /// Takes hold of the folder, which need not exist yet.
    ///
    /// @throws WitanException INVALID_INPUT when another training holds it
    public FolderCheckpoints(Path folder, Storage storage, Rhythm rhythm, NanoClock clock) {
        this.folder = folder;
        this.storage = storage;
        this.rhythm = rhythm;
        this.clock = clock;
        this.lock = lock(folder, storage);
    }

    private static FileChannel lock(Path folder, Storage storage) {
        try {
            storage.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isHeld(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INVALID_INPUT,
                    "%s: checkpoints need a folder that can be written: %s".formatted(folder, e),
                    e);
        }
        throw WitanException.invalidInput(
                "%s: another training keeps its checkpoints there: name another folder".formatted(folder));
    }

    private static boolean isHeld(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public void identify(Map<String, String> known) {
        facts = new TreeMap<>(known);
    }

    @Override
    public Checkpoint of(String network, Map<String, String> own) {
        String name = network.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        Path file = folder.resolve(name + ".checkpoint");
        files.add(file);
        Map<String, String> all = new TreeMap<>(facts);
        all.putAll(own);
        return new FileCheckpoint(file, storage, all, rhythm, clock);
    }

    @Override
    public void forget() {
        try {
            for (Path file : files) {
                storage.delete(file);
            }
            storage.delete(folder.resolve(LOCK));
            if (isEmpty()) {
                storage.delete(folder);
            }
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "%s: a checkpoint could not be deleted: %s".formatted(folder, e), e);
        }
    }

    private boolean isEmpty() throws IOException {
        try (var left = Files.list(folder)) {
            return left.findAny().isEmpty();
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new WitanException(ErrorCode.INTERNAL, "%s: could not be given up: %s".formatted(folder, e), e);
        }
    }
}
