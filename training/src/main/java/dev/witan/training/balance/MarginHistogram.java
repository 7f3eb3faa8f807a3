// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

/// Finds a value of a certain rank among very many by counting them in bins, to a thousandth of their range.
final class MarginHistogram {
    private static final int BINS = 1000;

    private MarginHistogram() {}

    /// A value that about `rank` of the first `count` values exceed.
    static float largest(float[] values, int count, int rank) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
        }
        float width = (high - low) / BINS;
        if (!(width > 0) || Float.isInfinite(width)) {
            return high;
        }
        int[] counts = new int[BINS];
        for (int i = 0; i < count; i++) {
            counts[Math.min(BINS - 1, (int) ((values[i] - low) / width))]++;
        }
        int above = 0;
        for (int bin = BINS - 1; bin > 0; bin--) {
            if (above + counts[bin] > rank) {
                return low + width * (bin + 1 - (float) (rank - above) / counts[bin]);
            }
            above += counts[bin];
        }
        return low;
    }
}
