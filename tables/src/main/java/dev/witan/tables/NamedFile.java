// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Reads files that a table names. Whoever wrote the table may name anything, even what never ends or never begins:
/// a device, a pipe.
public final class NamedFile {
    private NamedFile() {}

    /// The bytes of a file; one more than may be where it has more.
    ///
    /// @param bytesMax that it may have
    /// @throws IOException also where it is no plain file
    public static byte[] read(Path file, int bytesMax) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException(file + " is no plain file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytesMax + 1);
        }
    }
}
