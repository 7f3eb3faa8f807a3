// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a steer holds, as a person writes it: `90s`, `30m`, `2h`, `1d`.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

    private Durations() {}

    /// Reads what a person wrote.
    ///
    /// @throws WitanException INVALID_INPUT when it is not of the form
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw WitanException.invalidInput(
                    "how long must be a number and a unit, like 90s, 30m, 2h or 1d: '%s'".formatted(Excerpt.of(text)));
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /// The same form, in the largest unit that says it whole; parts of a second are left out.
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
