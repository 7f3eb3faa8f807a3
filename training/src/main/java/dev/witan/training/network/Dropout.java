// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.FloatMatrix;

/// Switches off a share of a layer's hidden values, at random, and scales up the rest (Srivastava et al. 2014), so that
/// no value can rely on one other. It remembers what it switched off for the way back. Owned by one thread at a time.
final class Dropout {
    private static final int BITS = 16;
    private static final long MASK = (1L << BITS) - 1;
    private final int width;
    private final int threshold;
    private final float scale;
    private final float[] factors;
    private final float[] row;

    /// @param rate the share, below one
    Dropout(int rowsMax, int width, double rate) {
        this.width = width;
        this.threshold = (int) Math.round(rate * (MASK + 1));
        this.scale = (float) (1 / (1 - rate));
        this.factors = new float[threshold == 0 ? 0 : rowsMax * width];
        this.row = new float[width];
    }

    /// Draws a new pattern for `rows` rows and applies it to them.
    void draw(FloatMatrix values, int rows, SeededNumbers random) {
        if (threshold == 0) {
            return;
        }
        long bits = 0;
        for (int i = 0; i < rows * width; i++) {
            bits = (i & 3) == 0 ? random.nextLong() : bits >>> BITS;
            factors[i] = (bits & MASK) < threshold ? 0f : scale;
        }
        apply(values, rows);
    }

    /// Applies the last pattern, to values or to their gradient.
    void apply(FloatMatrix values, int rows) {
        if (threshold == 0) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            values.copyRowTo(i, row, 0);
            for (int j = 0; j < width; j++) {
                row[j] *= factors[i * width + j];
            }
            values.copyRowFrom(i, row, 0);
        }
    }
}
