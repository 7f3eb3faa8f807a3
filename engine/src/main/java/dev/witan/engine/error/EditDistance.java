// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.error;

/// How many letters to insert, delete or replace to get from one word to another (Levenshtein 1966), for "did you
/// mean" in messages. Only the first [#LENGTH_MAX] letters count: the words come from outside.
final class EditDistance {
    private static final int LENGTH_MAX = 64;

    private EditDistance() {}

    static int between(String from, String to) {
        int fromLength = Math.min(from.length(), LENGTH_MAX);
        int toLength = Math.min(to.length(), LENGTH_MAX);
        int[] above = new int[toLength + 1];
        for (int j = 0; j <= toLength; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= fromLength; i++) {
            int[] current = new int[toLength + 1];
            current[0] = i;
            for (int j = 1; j <= toLength; j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(above[j], current[j - 1]));
            }
            above = current;
        }
        return above[toLength];
    }
}
