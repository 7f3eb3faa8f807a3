// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A column whose values part the rows into cohorts. Owned by one thread while rows are added.
final class Labelled {
    static final int COHORTS_MAX = 20;
    private static final int VALUES_MAX = 100_000;
    private static final int TEXTS_MAX = 1_000;

    /// A column of numbers with more values than this is cut into ranges.
    private static final int NUMBERS_MAX = 12;

    private static final int RANGES = 4;
    private static final String MISSING = "(missing)";

    private final String column;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> values = new ArrayList<>();
    private final List<Long> rows = new ArrayList<>();
    private final Numbers ofRows;
    private int texts;

    Labelled(String column, RowPages memory) {
        this.column = column;
        this.ofRows = new Numbers(memory, Numbers.Width.INT);
    }

    String column() {
        return column;
    }

    /// Adds a row; an empty value is a missing one.
    void add(String value) {
        String known = value.isEmpty() ? MISSING : value;
        int place = places.computeIfAbsent(known, this::place);
        rows.set(place, rows.get(place) + 1);
        ofRows.add(place);
    }

    private int place(String value) {
        texts += value.equals(MISSING) || !Double.isNaN(Spelling.number(value)) ? 0 : 1;
        if (texts > TEXTS_MAX) {
            throw WitanException.invalidInput(
                    "a column of cohorts must name groups: '%s' has more than %d different texts, such as '%s'; choose another, or one of numbers, which are cut into ranges"
                            .formatted(Excerpt.of(column), TEXTS_MAX, Excerpt.of(value)));
        }
        if (values.size() == VALUES_MAX) {
            throw WitanException.invalidInput(
                    "a column of cohorts must have at most %d different numbers: '%s' has more; round them, or choose another column"
                            .formatted(VALUES_MAX, Excerpt.of(column)));
        }
        values.add(value);
        rows.add(0L);
        return values.size() - 1;
    }

    /// Names of the cohorts, those with most rows first, or in order if they are ranges.
    Groups groups() {
        List<Integer> numbers = numbersInOrder();
        return numbers.isEmpty() ? byFrequency() : byRange(numbers);
    }

    /// The cohorts that rows belong to.
    final class Groups {
        private final List<String> names = new ArrayList<>();
        private final int[] ofPlace = new int[values.size()];

        List<String> names() {
            return names;
        }

        int of(int row) {
            return ofPlace[ofRows.whole(row)];
        }
    }

    private Groups byFrequency() {
        List<Integer> order = new ArrayList<>();
        for (int place = 0; place < values.size(); place++) {
            order.add(place);
        }
        order.sort((a, b) -> Long.compare(rows.get(b), rows.get(a)));
        Groups groups = new Groups();
        boolean areTooMany = order.size() > COHORTS_MAX;
        int named = areTooMany ? COHORTS_MAX - 1 : order.size();
        for (int i = 0; i < order.size(); i++) {
            groups.ofPlace[order.get(i)] = Math.min(i, named);
            if (i < named) {
                groups.names.add(values.get(order.get(i)));
            }
        }
        if (areTooMany) {
            groups.names.add("(%d other values)".formatted(order.size() - named));
        }
        return groups;
    }

    /// The places of the numbers in ascending order; none if some value is no number, or if there are few.
    private List<Integer> numbersInOrder() {
        Map<Integer, Double> numbers = new LinkedHashMap<>();
        for (int place = 0; place < values.size(); place++) {
            if (!values.get(place).equals(MISSING)) {
                double number = Spelling.number(values.get(place));
                if (Double.isNaN(number)) {
                    return List.of();
                }
                numbers.put(place, number);
            }
        }
        return numbers.size() <= NUMBERS_MAX
                ? List.of()
                : numbers.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private Groups byRange(List<Integer> numbers) {
        Groups groups = new Groups();
        long left = numbers.stream().mapToLong(rows::get).sum();
        long inRange = 0;
        int from = 0;
        for (int i = 0; i < numbers.size(); i++) {
            inRange += rows.get(numbers.get(i));
            groups.ofPlace[numbers.get(i)] = groups.names.size();
            if (inRange * (RANGES - groups.names.size()) >= left || i == numbers.size() - 1) {
                String low = values.get(numbers.get(from));
                String high = values.get(numbers.get(i));
                groups.names.add(low.equals(high) ? low : low + " to " + high);
                from = i + 1;
                left -= inRange;
                inRange = 0;
            }
        }
        Integer missing = places.get(MISSING);
        if (missing != null) {
            groups.ofPlace[missing] = groups.names.size();
            groups.names.add(MISSING);
        }
        return groups;
    }
}
