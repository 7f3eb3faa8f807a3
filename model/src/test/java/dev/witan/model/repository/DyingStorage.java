// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.model.storage.Content;
import dev.witan.model.storage.DiskStorage;
import dev.witan.model.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A disk under a process that is killed after a number of steps: from then on nothing happens any more. The write in
/// which it dies leaves half a file.
final class DyingStorage implements Storage {
    /// The end of the process; no code of the product catches it.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final DiskStorage disk = new DiskStorage();
    private final int stepsMax;
    private int steps;

    DyingStorage(int stepsMax) {
        this.stepsMax = stepsMax;
    }

    int steps() {
        return steps;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        step();
        disk.createDirectories(directory);
    }

    @Override
    public void write(Path file, Content content) throws IOException {
        if (steps == stepsMax) {
            disk.write(file, channel -> content.writeTo(new HalfChannel(channel)));
        }
        step();
        disk.write(file, content);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step();
        disk.move(from, to);
    }

    @Override
    public void sync(Path directory) throws IOException {
        step();
        disk.sync(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
        step();
        disk.delete(path);
    }

    private void step() {
        if (steps >= stepsMax) {
            throw new Killed();
        }
        steps++;
    }

    private record HalfChannel(WritableByteChannel target) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            target.write(source.duplicate().limit(source.position() + count / 2));
            source.position(source.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
