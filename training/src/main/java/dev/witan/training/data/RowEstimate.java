// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.tables.RowSource;
import dev.witan.tables.Selection;
import dev.witan.tables.TableFile;
import dev.witan.tables.TableFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/// About how many rows a file has, from its beginning and its size; the same on every machine.
final class RowEstimate {
    private static final int SAMPLE_BYTES = 1 << 20;

    private RowEstimate() {}

    static long of(TableFile file) {
        if (file.format() == TableFormat.PARQUET) {
            try (RowSource source = file.open(new Selection(Optional.empty(), Map.of()))) {
                return source.total();
            }
        }
        try (InputStream in = Files.newInputStream(file.path())) {
            byte[] sample = in.readNBytes(SAMPLE_BYTES);
            long lines = 0;
            for (byte value : sample) {
                lines += value == '\n' ? 1 : 0;
            }
            return sample.length == 0 ? 0 : (long) ((double) lines / sample.length * file.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
