// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

/// What another server said, made safe to stand in a message of ours.
final class Upstream {
    private static final int LENGTH_MAX = 200;

    private Upstream() {}

    static String said(String text) {
        String start = text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
