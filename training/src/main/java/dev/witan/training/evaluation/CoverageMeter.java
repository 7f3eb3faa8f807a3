// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Counts the values of one column, over all rows and per expert, in bounded memory. Owned by one thread.
final class CoverageMeter {
    private final Bins bins;
    private final List<String> experts;
    private final List<long[]> counts = new ArrayList<>();
    private final List<Long> all = new ArrayList<>();

    CoverageMeter(Bins bins, List<String> experts) {
        this.bins = bins;
        this.experts = List.copyOf(experts);
    }

    String column() {
        return bins.column();
    }

    /// Adds a row.
    ///
    /// @param value as tables spell it; empty if it is missing
    /// @param seenBy the experts that it went to
    void add(String value, List<Integer> seenBy) {
        int bin = bins.of(value);
        while (all.size() <= bin) {
            all.add(0L);
            counts.add(new long[experts.size()]);
        }
        all.set(bin, all.get(bin) + 1);
        for (int expert : seenBy) {
            counts.get(bin)[expert]++;
        }
    }

    Coverage coverage() {
        int[] shown =
                IntStream.range(0, all.size()).filter(bin -> all.get(bin) > 0).toArray();
        List<Long> rows = Arrays.stream(shown).mapToObj(all::get).toList();
        List<Coverage.Seen> seen = IntStream.range(0, experts.size())
                .mapToObj(expert -> seen(expert, shown, rows))
                .toList();
        return new Coverage(
                bins.column(), Arrays.stream(shown).mapToObj(bins::name).toList(), rows, seen);
    }

    private Coverage.Seen seen(int expert, int[] shown, List<Long> rows) {
        long[] own =
                Arrays.stream(shown).mapToLong(bin -> counts.get(bin)[expert]).toArray();
        double total = rows.stream().mapToLong(Long::longValue).sum();
        double mine = LongStream.of(own).sum();
        double distance = 0;
        double byChance = 0;
        for (int i = 0; i < own.length; i++) {
            double share = rows.get(i) / total;
            distance += Math.abs(own[i] / mine - share) / 2;
            byChance += Math.sqrt(2 * share * (1 - share) / (Math.PI * mine) * (1 - mine / total)) / 2;
        }
        return new Coverage.Seen(
                experts.get(expert),
                LongStream.of(own).boxed().toList(),
                mine == 0 ? Double.NaN : distance,
                mine == 0 ? Double.NaN : byChance);
    }
}
