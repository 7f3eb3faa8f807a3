// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/// What a report shows of bytes and texts: the beginning, printable, on one line.
public final class Excerpt {
    private static final int LENGTH_MAX = 400;

    private Excerpt() {}

    public static String of(ByteString bytes) {
        int shown = Math.min(bytes.size(), LENGTH_MAX);
        String text = printable(bytes.substring(0, shown).toString(StandardCharsets.UTF_8));
        return bytes.size() > shown ? text + "… (" + bytes.size() + " bytes)" : text;
    }

    public static String of(String text) {
        return text.length() > LENGTH_MAX
                ? printable(text.substring(0, LENGTH_MAX)) + "… (" + text.length() + " characters)"
                : printable(text);
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> shown.appendCodePoint(
                        point == '\n' || point == '\t'
                                ? ' '
                                : Character.isISOControl(point) || point == 0xfffd ? '·' : point));
        return shown.toString();
    }
}
