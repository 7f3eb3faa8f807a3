// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.witan.engine.time.NanoClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Rows of numbers by the bits of other rows, within a bound of bytes; what is asked for often stays (W-TinyLFU).
/// Thread-safe.
///
/// The bytes of an entry are those of its numbers and what the JVM and the cache need around them, measured with
/// compressed pointers and rounded up.
final class RowCache {
    /// Headers of the key, its bits and the value, and the cache's node and table slot.
    static final int ENTRY_BYTES = 176;

    private final Cache<RowKey, float[]> rows;
    private final long seed;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /// @param bytesMax of all entries
    /// @param timeToLive of an entry; zero for as long as it is worth keeping
    /// @param seed of hashes
    RowCache(long bytesMax, Duration timeToLive, NanoClock clock, long seed) {
        this.seed = seed;
        Caffeine<RowKey, float[]> builder = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(bytesMax)
                .weigher(RowCache::bytes);
        if (!timeToLive.isZero()) {
            builder.expireAfterWrite(timeToLive).ticker(clock::nanos);
        }
        this.rows = builder.build();
    }

    private static int bytes(RowKey key, float[] value) {
        return ENTRY_BYTES + Integer.BYTES * key.words() + Float.BYTES * value.length;
    }

    long seed() {
        return seed;
    }

    /// What is known of a key; nobody may change it.
    Optional<float[]> find(RowKey key) {
        float[] value = rows.getIfPresent(key);
        (value == null ? misses : hits).increment();
        return Optional.ofNullable(value);
    }

    void keep(RowKey key, float[] value) {
        rows.put(key, value);
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    /// How many bytes the entries take.
    long bytes() {
        rows.cleanUp();
        return rows.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
