// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The selection of the greatest scores, shared by every implementation: it moves indices and computes nothing.
final class TopK {
    private TopK() {}

    /// Insertion into the best found so far. A strict comparison keeps the earlier of two equal scores, so that
    /// ties go to the lowest column and the two zeros are equal.
    static boolean select(FloatMatrix scores, int row, int k, int[] out, int outFrom) {
        Shapes.topK(scores, row, k, out, outFrom);
        for (int column = 0; column < scores.columns(); column++) {
            float score = scores.get(row, column);
            if (Float.isNaN(score)) {
                return false;
            }
            int place = Math.min(column, k);
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
        return true;
    }
}
