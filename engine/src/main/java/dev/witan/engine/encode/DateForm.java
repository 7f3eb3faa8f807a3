// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How dates and times are spelled: as in ISO 8601 (`2024-02-29`, `2024-02-29T13:45`, `2024-02-29 13:45:10.5Z`,
/// `…+01:00`), or as a pattern of Java's `DateTimeFormatter` says. What names an offset is taken to UTC; anything else
/// is taken as it stands. Immutable and thread-safe.
public final class DateForm {
    public static final int LENGTH_MAX = 64;
    public static final int PATTERN_LENGTH_MAX = 64;

    /// ISO 8601 alone.
    public static final DateForm ISO = new DateForm("");

    private static final long DAY_SECONDS = 86_400;
    private static final double NANOS = 1e-9;

    private final String pattern;
    private final @Nullable DateTimeFormatter formatter;

    private DateForm(String pattern) {
        this.pattern = pattern;
        this.formatter = pattern.isEmpty() ? null : formatter(pattern);
    }

    /// Dates in ISO 8601 and also as the pattern says, such as `dd.MM.yyyy`; an empty pattern says nothing.
    ///
    /// @throws IllegalArgumentException if it is no pattern of a date
    public static DateForm of(String pattern) {
        return pattern.isEmpty() ? ISO : new DateForm(pattern);
    }

    private static DateTimeFormatter formatter(String pattern) {
        if (pattern.length() > PATTERN_LENGTH_MAX) {
            throw new IllegalArgumentException("a date's pattern must have at most %d characters: %d"
                    .formatted(PATTERN_LENGTH_MAX, pattern.length()));
        }
        try {
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(ofProlepticYears(pattern))
                    .toFormatter(Locale.ROOT)
                    .withChronology(IsoChronology.INSTANCE)
                    .withResolverStyle(ResolverStyle.STRICT);
            requireDate(formatter, pattern);
            return formatter;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "a date's pattern must have a year, a month and a day, such as dd.MM.yyyy: '%s' (%s)"
                            .formatted(pattern, e.getMessage()),
                    e);
        }
    }

    /// Years without an era, which `y` strictly asks for; what is quoted stays.
    private static String ofProlepticYears(String pattern) {
        StringBuilder text = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            isQuoted ^= c == '\'';
            text.append(c == 'y' && !isQuoted ? 'u' : c);
        }
        return text.toString();
    }

    private static void requireDate(DateTimeFormatter formatter, String pattern) {
        LocalDateTime some = LocalDateTime.of(2021, 11, 23, 14, 25, 36);
        TemporalAccessor read = formatter.parse(some.atOffset(ZoneOffset.UTC).format(formatter));
        if (read.query(TemporalQueries.localDate()) == null) {
            throw new IllegalArgumentException("no whole date: '" + pattern + "'");
        }
    }

    /// As it was given; empty for ISO 8601 alone.
    public String pattern() {
        return pattern;
    }

    /// Seconds since the beginning of 1970, or `NaN` if the text spells no date.
    public double seconds(String text) {
        String spelled = text.strip();
        if (spelled.length() > LENGTH_MAX) {
            return Double.NaN;
        }
        double seconds = new IsoDate(spelled).seconds();
        DateTimeFormatter own = formatter;
        return Double.isNaN(seconds) && own != null ? seconds(own, spelled) : seconds;
    }

    private static double seconds(DateTimeFormatter formatter, String text) {
        try {
            TemporalAccessor read = formatter.parse(text);
            if (read.isSupported(ChronoField.INSTANT_SECONDS)) {
                Instant instant = Instant.from(read);
                return instant.getEpochSecond() + NANOS * instant.getNano();
            }
            LocalDate date = LocalDate.from(read);
            LocalTime time = read.query(TemporalQueries.localTime());
            ZoneId zone = read.query(TemporalQueries.zone());
            double seconds = (double) (date.toEpochDay() * DAY_SECONDS);
            seconds += time == null ? 0 : time.toNanoOfDay() * NANOS;
            return zone instanceof ZoneOffset offset ? seconds - offset.getTotalSeconds() : seconds;
        } catch (DateTimeException _) {
            return Double.NaN;
        }
    }

    /// The text in ISO 8601 that spells these seconds since the beginning of 1970: a date alone where the time is
    /// midnight.
    public static String text(double seconds) {
        long whole = (long) Math.floor(seconds);
        if (whole == seconds && Math.floorMod(whole, DAY_SECONDS) == 0) {
            return LocalDate.ofEpochDay(whole / DAY_SECONDS).toString();
        }
        int micros = (int) Math.min(999_999, Math.round((seconds - whole) * 1e6));
        return LocalDateTime.ofEpochSecond(whole, 1_000 * micros, ZoneOffset.UTC)
                .toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DateForm form && form.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern.isEmpty() ? "ISO 8601" : pattern;
    }
}
