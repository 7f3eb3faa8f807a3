// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.List;

/// Which character separates the values of a file: the one of comma, semicolon, tab and bar that cuts the most of the
/// first lines into as many values as the header, and among equals the one that makes more columns.
public final class Dialect {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
    private static final int LINES_MAX = 50;
    private static final int CHARACTERS_MAX = 1 << 20;

    private Dialect() {}

    public static char separator(String content) {
        char best = ',';
        long bestScore = Long.MIN_VALUE;
        for (char separator : SEPARATORS) {
            long score = score(content, separator);
            if (score > bestScore) {
                best = separator;
                bestScore = score;
            }
        }
        return best;
    }

    private static long score(String content, char separator) {
        int header = -1;
        int agreeing = 0;
        int lines = 0;
        int values = 1;
        boolean isQuoted = false;
        int end = Math.min(content.length(), CHARACTERS_MAX);
        for (int i = 0; i < end && lines < LINES_MAX; i++) {
            char c = content.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == separator && !isQuoted) {
                values++;
            } else if (c == '\n' && !isQuoted) {
                lines++;
                header = header < 0 ? values : header;
                agreeing += values == header ? 1 : 0;
                values = 1;
            }
        }
        header = header < 0 ? values : header;
        return header < 2 ? 0 : agreeing * 10_000L + Math.min(header, 9_999);
    }
}
