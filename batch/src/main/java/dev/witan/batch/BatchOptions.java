// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import java.util.List;
import java.util.Optional;

/// What a run writes, and in what portions it works.
///
/// @param keep the input columns that stand beside the answers, in this order; all of them if none are named
/// @param experts whether the experts that answered, and their weights, stand there too
/// @param onBadRow what happens with a row that cannot be read or answered
/// @param chunkRows rows that are read, answered and written together
/// @param requestRows rows that the engine is asked at once
/// @param threads that take rows apart, encode them and write them out
public record BatchOptions(
        Optional<List<String>> keep,
        boolean experts,
        BadRowPolicy onBadRow,
        int chunkRows,
        int requestRows,
        int threads) {
    private static final int ROWS_MAX = 1 << 16;

    public BatchOptions {
        keep = keep.map(List::copyOf);
        requireBetween("chunkRows", chunkRows, ROWS_MAX);
        requireBetween("requestRows", requestRows, ROWS_MAX);
        requireBetween("threads", threads, 256);
    }

    private static void requireBetween(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("%s must be between 1 and %d: %d".formatted(name, most, value));
        }
    }

    /// How many chunks may be in hand at once: what bounds the memory of a run.
    int chunksMax() {
        return threads + 2;
    }
}
