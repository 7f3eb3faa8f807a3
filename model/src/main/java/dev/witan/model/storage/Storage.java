// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.storage;

import java.io.IOException;
import java.nio.file.Path;

/// The steps that change a disk, each of which is done or not done when power fails. Everything that Witan writes goes
/// through here, so that a test can stop after any step.
public interface Storage {

    /// Creates a directory and the missing ones above it, and makes them last.
    void createDirectories(Path directory) throws IOException;

    /// Writes a file from its beginning, replacing what an interrupted writer left there, and forces it to disk.
    void write(Path file, Content content) throws IOException;

    /// Renames within a file system in one step, replacing a file of that name.
    void move(Path from, Path to) throws IOException;

    /// Makes renames and deletions in a directory last.
    void sync(Path directory) throws IOException;

    /// Deletes a file or an empty directory, if it is there.
    void delete(Path path) throws IOException;
}
