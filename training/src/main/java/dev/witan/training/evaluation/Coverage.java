// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.List;

/// What part of the data each expert sees: of one column, how its values are spread over all rows and over the
/// rows that go to each expert.
///
/// @param column its name
/// @param values names of values, or of ranges
/// @param all rows that have each
/// @param experts what each sees, in the gate's order
public record Coverage(String column, List<String> values, List<Long> all, List<Seen> experts) {
    public Coverage {
        values = List.copyOf(values);
        all = List.copyOf(all);
        experts = List.copyOf(experts);
    }

    /// What one expert sees.
    ///
    /// @param expert its id
    /// @param rows of it that have each value
    /// @param distance how far these are spread otherwise than all rows: the share of them that would have to
    /// change their value
    /// @param byChance what the distance of as many rows drawn by lot would be on average
    public record Seen(String expert, List<Long> rows, double distance, double byChance) {
        public Seen {
            rows = List.copyOf(rows);
        }

        public long count() {
            return rows.stream().mapToLong(Long::longValue).sum();
        }
    }

    public long count() {
        return all.stream().mapToLong(Long::longValue).sum();
    }

    /// How many times as frequent a value is in an expert's rows as in all; not a number where nobody has it.
    public double lift(int expert, int value) {
        Seen seen = experts.get(expert);
        double share = (double) seen.rows().get(value) / seen.count();
        return share / ((double) all.get(value) / count());
    }

    /// The value that an expert's rows have most more often than all rows, by the share of its rows; -1 without
    /// rows.
    public int favourite(int expert) {
        Seen seen = experts.get(expert);
        int best = -1;
        double most = 0;
        for (int value = 0; value < values.size(); value++) {
            double more = (double) seen.rows().get(value) / seen.count() - (double) all.get(value) / count();
            if (more > most) {
                best = value;
                most = more;
            }
        }
        return best;
    }
}
