// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import java.util.SplittableRandom;

/// The weights of one expert, [inputs, outputs] row by row, drawn from its number alone.
final class ExpertWeights {
    private final float[] in;
    private final float[] inBias;
    private final float[] up;
    private final float[] down;
    private final float[] downBias;

    ExpertWeights(Shape shape, int expert) {
        SplittableRandom random = new SplittableRandom(expert);
        int size = shape.width() * shape.hidden();
        this.in = values(random, size, shape.width());
        this.inBias = values(random, shape.isGated() ? 0 : shape.hidden(), shape.width());
        this.up = values(random, shape.isGated() ? size : 0, shape.width());
        this.down = values(random, size, shape.hidden());
        this.downBias = values(random, shape.isGated() ? 0 : shape.width(), shape.hidden());
    }

    /// Such that outputs are about as large as inputs.
    private static float[] values(SplittableRandom random, int count, int inner) {
        float scale = (float) (2 * Math.sqrt(3.0 / inner) / (1 << 24));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = ((random.nextInt() >> 8) + 0.5f) * scale;
        }
        return values;
    }

    /// Of the gate where there is one, else of the first layer.
    float[] in() {
        return in;
    }

    /// Empty where the layer is gated.
    float[] inBias() {
        return inBias;
    }

    /// Empty where nothing is gated.
    float[] up() {
        return up;
    }

    float[] down() {
        return down;
    }

    /// Empty where the layer is gated.
    float[] downBias() {
        return downBias;
    }
}
