// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.WitanException;
import dev.witan.training.data.NumberValues;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.util.function.IntPredicate;

/// Keeps the latest rows for validation. Rows of the same time stay together; those without any are learned from.
final class TimeSplit {
    private final NumberValues times;
    private final double share;

    TimeSplit(Table table, String column, double share) {
        TableColumn found = table.requireColumn(column, "the column of times");
        this.share = share;
        this.times = switch (found) {
            case TableColumn.Numbers numbers -> numbers.values();
            case TableColumn.Dates dates -> dates.seconds();
            case TableColumn.Texts _, TableColumn.Images _ ->
                throw WitanException.invalidInput(
                        "%s, column '%s': rows are split by time with dates or numbers: row 1 has '%s'; if these are dates, say how they are spelled with --schema"
                                .formatted(table.source(), column, found.label(0)));
        };
    }

    IntPredicate validation() {
        double first = first();
        return row -> times.value(row) >= first;
    }

    /// The earliest time that is validated on, found by halving the range of all times: the least with which no more
    /// than the share of the rows is.
    private double first() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < times.rows(); row++) {
            double time = times.value(row);
            low = time < low ? time : low;
            high = time > high ? time : high;
        }
        double most = Math.max(1, share * times.rows());
        double latest = high;
        while (true) {
            double middle = low + (high - low) / 2;
            if (!(middle > low && middle < high)) {
                return count(high) <= most ? high : latest;
            }
            if (count(middle) <= most) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    private long count(double from) {
        long count = 0;
        for (int row = 0; row < times.rows(); row++) {
            count += times.value(row) >= from ? 1 : 0;
        }
        return count;
    }
}
