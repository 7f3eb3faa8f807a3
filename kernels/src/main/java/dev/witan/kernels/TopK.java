// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The selection of the greatest scores, shared by every implementation: it moves indices and computes nothing.
///
/// Blocks of columns without a score above the worst of the best so far are passed over, so that a long row costs
/// little more than one look at it. Few best are kept in order by insertion, many in a heap.
final class TopK {
    /// From here on a heap takes fewer steps.
    private static final int INSERTED_MAX = 32;

    /// Those of a positive infinity; without its sign, NaN has greater ones.
    private static final int INFINITY_BITS = 0x7F800000;

    /// Up to so many columns the best one or two are found without a branch on what the scores are.
    private static final int BRANCHLESS_MAX = 2 * RowSearch.BLOCK;

    private TopK() {}

    /// A strict comparison keeps the earlier of two equal scores, so that ties go to the lowest column and the two
    /// zeros are equal.
    static boolean select(RowSearch search, FloatMatrix scores, int row, int columns, int k, int[] out, int outFrom) {
        Shapes.topK(scores, row, columns, k, out, outFrom);
        if (k <= 2 && columns <= BRANCHLESS_MAX) {
            return selectTwo(scores, row, columns, k, out, outFrom);
        }
        int column = Math.min((k + RowSearch.BLOCK - 1) & -RowSearch.BLOCK, columns);
        if (!fill(scores, row, column, k, out, outFrom)) {
            return false;
        }
        while (column < columns) {
            float worst = scores.get(row, worst(k, out, outFrom));
            int from = search.firstAbove(scores, row, column, columns, worst);
            column = Math.min(from + RowSearch.BLOCK, columns);
            for (int i = from; i < column; i++) {
                if (!offer(scores, row, i, k, out, outFrom)) {
                    return false;
                }
            }
        }
        if (k > INSERTED_MAX) {
            sortHeap(scores, row, k, out, outFrom);
        }
        return true;
    }

    /// The best two by keys, in which the score stands before the column. On few scores, which are in any order,
    /// branches
    /// would mostly be foretold wrongly, and that costs more than everything else.
    private static boolean selectTwo(FloatMatrix scores, int row, int columns, int k, int[] out, int outFrom) {
        long best = Long.MIN_VALUE;
        long second = Long.MIN_VALUE;
        int greatest = 0;
        for (int column = 0; column < columns; column++) {
            int bits = Float.floatToRawIntBits(scores.get(row, column) + 0f); // of the two zeros it makes one
            greatest = Math.max(greatest, bits & Integer.MAX_VALUE);
            int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            long key = ((long) ordered << Integer.SIZE) | (Integer.MAX_VALUE - column);
            second = Math.max(second, Math.min(best, key));
            best = Math.max(best, key);
        }
        out[outFrom] = Integer.MAX_VALUE - (int) best;
        if (k > 1) {
            out[outFrom + 1] = Integer.MAX_VALUE - (int) second;
        }
        return greatest <= INFINITY_BITS;
    }

    /// The first column from `column` on whose score is not at most `value`.
    static int firstAbove(RowSearch search, FloatMatrix scores, int row, int column, float value) {
        Shapes.range("scores rows", scores, row, 1);
        int columns = scores.columns();
        int at = column;
        while (at < columns) {
            int block = search.firstAbove(scores, row, at & -RowSearch.BLOCK, columns, value);
            int end = Math.min(block + RowSearch.BLOCK, columns);
            for (at = Math.max(at, block); at < end; at++) {
                if (!(scores.get(row, at) <= value)) {
                    return at;
                }
            }
        }
        return columns;
    }

    private static int worst(int k, int[] out, int outFrom) {
        return k > INSERTED_MAX ? out[outFrom] : out[outFrom + k - 1];
    }

    /// The best of the first columns, of which there are at least `k`.
    private static boolean fill(FloatMatrix scores, int row, int columns, int k, int[] out, int outFrom) {
        for (int column = 0; column < columns; column++) {
            float score = scores.get(row, column);
            if (Float.isNaN(score)) {
                return false;
            }
            if (k <= INSERTED_MAX) {
                insert(scores, row, column, score, Math.min(column, k), k, out, outFrom);
            } else if (column < k) {
                out[outFrom + column] = column;
            }
        }
        if (k > INSERTED_MAX) {
            for (int node = k / 2 - 1; node >= 0; node--) {
                sink(scores, row, node, k, out, outFrom);
            }
            for (int column = k; column < columns; column++) {
                offer(scores, row, column, k, out, outFrom);
            }
        }
        return true;
    }

    /// Considers one more column; false when its score is not a number.
    private static boolean offer(FloatMatrix scores, int row, int column, int k, int[] out, int outFrom) {
        float score = scores.get(row, column);
        if (k <= INSERTED_MAX) {
            insert(scores, row, column, score, k, k, out, outFrom);
        } else if (score > scores.get(row, out[outFrom])) {
            out[outFrom] = column;
            sink(scores, row, 0, k, out, outFrom);
        }
        return !Float.isNaN(score);
    }

    private static void insert(
            FloatMatrix scores, int row, int column, float score, int count, int k, int[] out, int outFrom) {
        int place = count;
        while (place > 0 && score > scores.get(row, out[outFrom + place - 1])) {
            if (place < k) {
                out[outFrom + place] = out[outFrom + place - 1];
            }
            place--;
        }
        if (place < k) {
            out[outFrom + place] = column;
        }
    }

    /// Moves a node of the heap, whose root is the worst, down to where it belongs.
    private static void sink(FloatMatrix scores, int row, int node, int k, int[] out, int outFrom) {
        int column = out[outFrom + node];
        int at = node;
        for (int child = 2 * at + 1; child < k; child = 2 * at + 1) {
            if (child + 1 < k && isWorse(scores, row, out[outFrom + child + 1], out[outFrom + child])) {
                child++;
            }
            if (!isWorse(scores, row, out[outFrom + child], column)) {
                break;
            }
            out[outFrom + at] = out[outFrom + child];
            at = child;
        }
        out[outFrom + at] = column;
    }

    private static void sortHeap(FloatMatrix scores, int row, int k, int[] out, int outFrom) {
        for (int last = k - 1; last > 0; last--) {
            int worst = out[outFrom];
            out[outFrom] = out[outFrom + last];
            out[outFrom + last] = worst;
            sink(scores, row, 0, last, out, outFrom);
        }
    }

    private static boolean isWorse(FloatMatrix scores, int row, int column, int other) {
        float score = scores.get(row, column);
        float than = scores.get(row, other);
        return score < than || (score == than && column > other);
    }
}
