// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

/// Takes a key out of texts that somebody wrote who knows it: whole, or a part of it, as servers quote keys that they
/// do not know.
///
/// @param key empty where there is none
record KeyMask(String key) {
    /// A shorter part of a key stands in texts by chance.
    private static final int PART_MIN = 4;

    private static final String MASK = "***";

    static KeyMask of(String key) {
        return new KeyMask(key);
    }

    String apply(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int end = endOfPart(text, from);
            if (end > from) {
                masked.append(MASK);
                from = end;
            } else {
                masked.append(text.charAt(from++));
            }
        }
        return masked.toString();
    }

    /// Where the longest part of the key ends that begins here; `from` where none does.
    private int endOfPart(String text, int from) {
        int end = Math.min(text.length(), from + PART_MIN);
        if (end - from < PART_MIN || !key.contains(text.substring(from, end))) {
            return from;
        }
        while (end < text.length() && key.contains(text.substring(from, end + 1))) {
            end++;
        }
        return end;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
