// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A date as its day, encoded like any [number][NumericEncoder], and beside it one dimension per weekday, one per
/// month, and where times of day matter one per hour; the one that applies is 1. A missing date is the missing number
/// and zeros. Days are counted from the beginning of 1970, times as parts of a day.
public final class DateEncoder implements ColumnEncoder {
    private static final int WEEKDAYS = 7;
    private static final int MONTHS = 12;
    private static final int HOURS = 24;
    private static final double DAY_SECONDS = 86_400;
    private static final double HOUR_SECONDS = 3_600;

    private final ColumnSpec spec;
    private final NumericEncoder days;
    private final Detail detail;
    private final DateForm form;

    /// How finely dates are told apart.
    public enum Detail {
        DAYS,
        HOURS
    }

    /// An encoder with the statistics of the training data.
    ///
    /// @param days how the number of the day is encoded; it has the column's name
    /// @param form how dates are spelled
    public DateEncoder(NumericEncoder days, Detail detail, DateForm form) {
        this.days = Objects.requireNonNull(days);
        this.detail = Objects.requireNonNull(detail);
        this.form = Objects.requireNonNull(form);
        int width = days.spec().width() + WEEKDAYS + MONTHS + (detail == Detail.HOURS ? HOURS : 0);
        this.spec = new ColumnSpec(days.spec().name(), ColumnSpec.Kind.DATE, width);
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    public NumericEncoder days() {
        return days;
    }

    public Detail detail() {
        return detail;
    }

    public DateForm form() {
        return form;
    }

    /// The number of the day, with its part for the time, that seconds since the beginning of 1970 make.
    public static double daysOf(double seconds) {
        return seconds / DAY_SECONDS;
    }

    @Override
    public void encode(@Nullable Column column, int row, float[] rows, int at) {
        double seconds = switch (column) {
            case null -> Double.NaN;
            case Column.Texts texts -> seconds(texts.value(row), row);
            case Column.Numbers numbers when Double.isNaN(numbers.value(row)) -> Double.NaN;
            case Column.Numbers _, Column.Bytes _, Column.Vectors _ ->
                throw WrongColumn.refuse(column, "dates as texts, such as 2024-02-29");
        };
        encode(seconds, rows, at);
    }

    private double seconds(@Nullable String text, int row) {
        if (text == null || text.isBlank()) {
            return Double.NaN;
        }
        double seconds = form.seconds(text);
        if (Double.isNaN(seconds)) {
            throw WitanException.invalidInput("column '%s' must hold %s: row %d is '%s'"
                    .formatted(spec.name(), rule(form), row, Excerpt.of(text)));
        }
        return seconds;
    }

    /// What a column of dates must hold, in words.
    public static String rule(DateForm form) {
        String own = form.pattern().isEmpty() ? "" : " or as '%s' says".formatted(form.pattern());
        return "dates such as 2024-02-29 or 2024-02-29T13:45:10Z" + own;
    }

    /// Writes the encoding of seconds since the beginning of 1970; `NaN` is a missing date.
    public void encode(double seconds, float[] rows, int at) {
        java.util.Arrays.fill(rows, at, at + spec.width(), 0f);
        days.encode(daysOf(seconds), rows, at);
        if (Double.isNaN(seconds)) {
            return;
        }
        LocalDate date = LocalDate.ofEpochDay((long) Math.floor(daysOf(seconds)));
        int from = at + days.spec().width();
        rows[from + date.getDayOfWeek().getValue() - 1] = 1f;
        rows[from + WEEKDAYS + date.getMonthValue() - 1] = 1f;
        if (detail == Detail.HOURS) {
            int hour = Math.floorMod((long) Math.floor(seconds / HOUR_SECONDS), HOURS);
            rows[from + WEEKDAYS + MONTHS + hour] = 1f;
        }
    }
}
