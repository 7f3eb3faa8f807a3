// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.error;

/// The printable beginning of a value that came from outside, safe to stand in a message.
public final class Excerpt {
    private static final int LENGTH_MAX = 40;

    private Excerpt() {}

    public static String of(String value) {
        String start = value.length() <= LENGTH_MAX ? value : value.substring(0, LENGTH_MAX) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
