// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.engine.AnswerCache;
import dev.witan.engine.time.NanoClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Combined rows by encoded row, release, guidance and fan-out. Thread-safe.
final class RememberedAnswers implements AnswerCache {
    private final RowCache cache;
    private final String release;
    private final long multiplyAddsPerRow;
    private final LongAdder savedMultiplyAdds = new LongAdder();

    /// @param release the digest of the release
    RememberedAnswers(
            String release, long bytesMax, Duration live, NanoClock clock, long seed, long multiplyAddsPerRow) {
        this.release = release;
        this.cache = new RowCache(bytesMax, live, clock, seed);
        this.multiplyAddsPerRow = multiplyAddsPerRow;
    }

    /// What an answer depends on beside its row.
    private record Context(String release, String guidance, int fanOut) {}

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public boolean recall(Rules rules, float[] encoded, int rows, float[] combined) {
        Context context = context(rules);
        for (int row = 0; row < rows; row++) {
            Optional<float[]> known = cache.find(key(context, encoded, rows, row));
            if (known.isEmpty()) {
                return false;
            }
            System.arraycopy(known.get(), 0, combined, row * known.get().length, known.get().length);
        }
        savedMultiplyAdds.add(rows * multiplyAddsPerRow);
        return true;
    }

    @Override
    public void keep(Rules rules, float[] encoded, int rows, float[] combined) {
        Context context = context(rules);
        int width = combined.length / rows;
        for (int row = 0; row < rows; row++) {
            cache.keep(key(context, encoded, rows, row), Arrays.copyOfRange(combined, row * width, (row + 1) * width));
        }
    }

    private Context context(Rules rules) {
        return new Context(release, rules.guidance(), rules.fanOut());
    }

    private RowKey key(Context context, float[] encoded, int rows, int row) {
        int width = encoded.length / rows;
        return RowKey.of(context, encoded, row * width, width, cache.seed());
    }

    RowCache cache() {
        return cache;
    }

    long savedMultiplyAdds() {
        return savedMultiplyAdds.sum();
    }
}
