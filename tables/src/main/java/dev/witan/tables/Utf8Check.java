// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

/// Follows a stream of bytes and notes the first that is not UTF-8. Used once.
final class Utf8Check {
    private long line = 1;
    private int lead;
    private int left;
    private int low = 0x80;
    private int high = 0xBF;
    private int wrong;

    /// Whether what came so far, with this byte, may be UTF-8.
    boolean takes(int value) {
        boolean fits = left == 0 ? begins(value) : continues(value);
        if (fits) {
            line += value == '\n' ? 1 : 0;
        } else {
            wrong = left == 0 ? value : lead;
        }
        return fits;
    }

    private boolean begins(int value) {
        lead = value;
        low = value == 0xE0 ? 0xA0 : value == 0xF0 ? 0x90 : 0x80;
        high = value == 0xED ? 0x9F : value == 0xF4 ? 0x8F : 0xBF;
        left = value < 0x80 ? 0 : value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
        return value < 0x80 || (value >= 0xC2 && value <= 0xF4);
    }

    private boolean continues(int value) {
        boolean fits = value >= low && value <= high;
        left -= fits ? 1 : 0;
        low = 0x80;
        high = 0xBF;
        return fits;
    }

    /// The line of the last byte, from 1.
    long line() {
        return line;
    }

    /// The byte that is wrong, or the one that begins what is.
    int wrong() {
        return wrong == 0 ? lead : wrong;
    }
}
