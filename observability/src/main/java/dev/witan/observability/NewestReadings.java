// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// What is read of each mixture at every scrape; of two releases, while one hands over to the other, the newer is.
/// Thread-safe.
///
/// @param <R> one reading
final class NewestReadings<R> {
    /// By mixture, the oldest release first; guarded by this.
    private final Map<String, List<Supplier<List<R>>>> releases = new TreeMap<>();

    /// Takes each reading with its mixture's name.
    synchronized void each(BiConsumer<String, R> sink) {
        releases.forEach((mixture, all) -> all.getLast().get().forEach(reading -> sink.accept(mixture, reading)));
    }

    synchronized void add(String mixture, Supplier<List<R>> readings) {
        releases.computeIfAbsent(mixture, _ -> new ArrayList<>()).add(readings);
    }

    synchronized void remove(String mixture, Supplier<List<R>> readings) {
        List<Supplier<List<R>>> all = releases.getOrDefault(mixture, new ArrayList<>());
        all.remove(readings);
        if (all.isEmpty()) {
            releases.remove(mixture);
        }
    }
}
