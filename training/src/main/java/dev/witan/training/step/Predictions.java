// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import java.util.Arrays;

/// What a mixture answered to rows, some of which may have no answer: where experts take only so many rows of a batch,
/// the others are shed. Immutable but for what it hands out.
public final class Predictions {
    private final float[] outputs;
    private final int width;
    private final int[] answered;
    private final int stoodIn;

    Predictions(float[] outputs, int width, int[] answered, int stoodIn) {
        this.outputs = outputs;
        this.width = width;
        this.answered = answered;
        this.stoodIn = stoodIn;
    }

    /// The combined outputs of all rows, row after row; not numbers for rows that were shed.
    public float[] outputs() {
        return outputs;
    }

    /// The places, in the order that was asked for, of the rows that have an answer.
    public int[] answered() {
        return answered;
    }

    /// The combined outputs of these rows only, row after row.
    public float[] ofAnswered() {
        if (shed() == 0) {
            return outputs;
        }
        float[] some = new float[answered.length * width];
        for (int i = 0; i < answered.length; i++) {
            System.arraycopy(outputs, answered[i] * width, some, i * width, width);
        }
        return some;
    }

    /// The elements of `order` whose rows have an answer.
    public int[] answered(int[] order) {
        return Arrays.stream(answered).map(place -> order[place]).toArray();
    }

    /// How many rows have no answer, since every expert that they would go to was full.
    public int shed() {
        return outputs.length / width - answered.length;
    }

    /// How many rows the fallback answered for the same reason.
    public int stoodIn() {
        return stoodIn;
    }
}
