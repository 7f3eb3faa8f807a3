// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Draws rows of a table while it is read, without knowing how many there will be: every row draws a number, and those
/// with the lowest stay. So each is as likely as any other, and they stay in the table's order. Owned by one thread.
final class RowSample {
    private final int rows;
    private final SplittableRandom random;
    private long[] drawn;
    private int held;
    private long highest = Long.MAX_VALUE;

    /// @param rows how many are to be drawn
    RowSample(int rows, long seed) {
        this.rows = rows;
        this.random = new SplittableRandom(seed);
        this.drawn = new long[Math.max(1, 2 * Math.min(rows, 1 << 20))];
    }

    /// Whether the next row of the table is to be held, for now.
    boolean takes() {
        long number = random.nextLong();
        if (number > highest) {
            return false;
        }
        if (held == drawn.length) {
            drawn = Arrays.copyOf(drawn, 2 * held);
        }
        drawn[held++] = number;
        return true;
    }

    /// Whether so many more rows are held than are to be drawn that it is time to let some go.
    boolean isFull() {
        return held >= 2L * rows;
    }

    /// The places, among the rows that are held, of those that stay; the others are to be let go.
    int[] stay() {
        int[] stay = new int[Math.min(rows, held)];
        if (held > rows) {
            long[] sorted = Arrays.copyOf(drawn, held);
            Arrays.sort(sorted);
            highest = sorted[rows - 1];
        }
        int count = 0;
        for (int i = 0; i < held && count < stay.length; i++) {
            if (drawn[i] <= highest) {
                drawn[count] = drawn[i];
                stay[count++] = i;
            }
        }
        held = count;
        return stay;
    }
}
