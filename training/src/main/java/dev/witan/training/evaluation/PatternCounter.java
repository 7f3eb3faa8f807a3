// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.routing.RoutingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Notes of each row which set of experts it went to, and which of those that the gate chose
/// had most weight. Owned by one thread.
final class PatternCounter {
    /// Sets beyond so many different ones are counted as one.
    private static final int PATTERNS_MAX = 262_144;

    /// Of a row that the gate found no expert for.
    static final int NONE = -1;

    private final Map<List<Integer>, Integer> places = new HashMap<>();
    private final List<List<Integer>> patterns = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Numbers ofRows;
    private final Numbers firsts;

    PatternCounter(RowPages memory) {
        this.ofRows = new Numbers(memory, Numbers.Width.INT);
        this.firsts = new Numbers(memory, Numbers.Width.INT);
    }

    /// Adds a row of a batch that was routed.
    void routed(RoutingPlan plan, int row) {
        int[] chosen = new int[plan.count(row)];
        int first = NONE;
        for (int rank = 0; rank < chosen.length; rank++) {
            chosen[rank] = plan.chosen(row, rank);
            boolean isGated = plan.column(row, rank) != RoutingPlan.NONE;
            boolean isHeavier = first == NONE || plan.weight(row, rank) > plan.weight(row, first);
            first = isGated && isHeavier ? rank : first;
        }
        firsts.add(first == NONE ? NONE : chosen[first]);
        Arrays.sort(chosen);
        ofRows.add(place(Arrays.stream(chosen).boxed().toList()));
    }

    private int place(List<Integer> pattern) {
        List<Integer> known = patterns.size() < PATTERNS_MAX || places.containsKey(pattern) ? pattern : List.of();
        int place = places.computeIfAbsent(known, it -> {
            patterns.add(it);
            counts.add(0L);
            return patterns.size() - 1;
        });
        counts.set(place, counts.get(place) + 1);
        return place;
    }

    /// How many rows there are.
    int rows() {
        return ofRows.size();
    }

    /// Forgets the rows from `first` on that are not kept.
    void keep(int first, IntPredicate isKept) {
        ofRows.keep(first, isKept);
        firsts.keep(first, isKept);
    }

    /// The experts that a row went to, in their order; none where there are too many sets to tell apart.
    List<Integer> pattern(int row) {
        return patterns.get(ofRows.whole(row));
    }

    /// The expert that has most weight in a row's answer, of those that the gate chose; or [#NONE].
    int first(int row) {
        return firsts.whole(row);
    }

    /// The places of the sets that an expert is in.
    BitSet with(int expert) {
        BitSet places = new BitSet();
        for (int place = 0; place < patterns.size(); place++) {
            places.set(place, patterns.get(place).contains(expert));
        }
        return places;
    }

    int place(int row) {
        return ofRows.whole(row);
    }

    /// How many different sets there are.
    int size() {
        return patterns.size();
    }

    List<Integer> experts(int place) {
        return patterns.get(place);
    }

    /// The sets, the most frequent first.
    List<Integer> byFrequency() {
        List<Integer> order = new ArrayList<>();
        for (int place = 0; place < patterns.size(); place++) {
            order.add(place);
        }
        order.sort((a, b) -> Long.compare(counts.get(b), counts.get(a)));
        return order;
    }
}
