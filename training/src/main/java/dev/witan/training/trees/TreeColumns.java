// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import java.util.List;
import java.util.stream.IntStream;

/// Which columns of an encoded row trees should ask. Bins tell a tree nothing that the standardised number doesn't,
/// and cost time, but where that is clamped or too coarse to tell neighbours apart.
final class TreeColumns {
    private static final int BINS_AT = 2;
    /// In deviations: what single precision resolves anywhere within the clamps, with some room.
    private static final double RESOLVED = 1e-5;

    private TreeColumns() {}

    /// Ascending places.
    static int[] of(List<ColumnEncoder> encoders) {
        IntStream.Builder columns = IntStream.builder();
        int at = 0;
        for (ColumnEncoder encoder : encoders) {
            int width = encoder.spec().width();
            for (int i = 0; i < width; i++) {
                if (!(encoder instanceof NumericEncoder numeric) || i < BINS_AT || isNeeded(numeric, i - BINS_AT)) {
                    columns.add(at + i);
                }
            }
            at += width;
        }
        return columns.build().toArray();
    }

    private static boolean isNeeded(NumericEncoder numeric, int bin) {
        double from = (numeric.edges()[bin] - numeric.mean()) / numeric.deviation();
        double to = (numeric.edges()[bin + 1] - numeric.mean()) / numeric.deviation();
        double clamp = NumericEncoder.STANDARD_SCORE_MAX;
        return from < -clamp || to > clamp || to - from < RESOLVED;
    }
}
