// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as a person writes it: a whole number of `ms`, `s`, `m` or `h`.
final class DurationText {
    static final String PATTERN = "^(0|[1-9][0-9]{0,8})(ms|s|m|h)$";
    static final Duration LEAST = Duration.ofMillis(1);
    static final Duration MOST = Duration.ofHours(24);

    private static final Pattern TEXT = Pattern.compile(PATTERN);

    private DurationText() {}

    static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a duration such as 200ms, 30s or 5m: " + text);
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        if (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "must be between %s and %s: %s".formatted(write(LEAST), write(MOST), text));
        }
        return duration;
    }

    /// In the largest unit that leaves nothing over: equal durations give equal text.
    static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
