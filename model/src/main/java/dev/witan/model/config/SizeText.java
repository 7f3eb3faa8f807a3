// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as a person writes it: a whole number of `B`, `KiB`, `MiB` or `GiB`.
final class SizeText {
    static final String PATTERN = "^(0|[1-9][0-9]{0,11})(B|KiB|MiB|GiB)$";
    static final long MOST = 1L << 40;

    private static final Pattern TEXT = Pattern.compile(PATTERN);
    private static final long KIB = 1024;
    private static final long MIB = KIB * 1024;
    private static final long GIB = MIB * 1024;

    private SizeText() {}

    static long parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a size such as 64KiB, 16MiB or 1GiB: " + text);
        }
        long amount = Long.parseLong(matcher.group(1));
        long unit = switch (matcher.group(2)) {
            case "B" -> 1;
            case "KiB" -> KIB;
            case "MiB" -> MIB;
            default -> GIB;
        };
        if (amount > MOST / unit) {
            throw new IllegalArgumentException("must be at most %s: %s".formatted(write(MOST), text));
        }
        return amount * unit;
    }

    /// In the largest unit that leaves nothing over: equal sizes give equal text.
    static String write(long bytes) {
        if (bytes == 0) {
            return "0B";
        }
        if (bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        return bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + "B";
    }
}
