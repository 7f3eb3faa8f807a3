// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// Numbers that training changes: their values, the gradient of the last batch, the optimizer's moments, and the moving
/// average of the values, which is what is evaluated and kept in the end. The values' array may be shared with an
/// encoder. Whoever steps it owns it.
public final class Parameter {
    private final String name;
    private final float[] values;
    private final float[] gradient;
    private final boolean isDecayed;
    final float[] first;
    final float[] second;
    final float[] average;

    /// @param decay whether weight decay applies
    public Parameter(String name, float[] values, Decay decay) {
        this.name = name;
        this.values = values;
        this.isDecayed = decay == Decay.DECAYED;
        this.gradient = new float[values.length];
        this.first = new float[values.length];
        this.second = new float[values.length];
        this.average = values.clone();
    }

    /// Whether weight decay applies to a parameter.
    public enum Decay {
        DECAYED,
        FREE
    }

    public String name() {
        return name;
    }

    public float[] values() {
        return values;
    }

    public float[] gradient() {
        return gradient;
    }

    boolean isDecayed() {
        return isDecayed;
    }

    public int size() {
        return values.length;
    }

    /// Begins the moving average anew, after the shared values were changed before any training.
    public void restart() {
        System.arraycopy(values, 0, average, 0, values.length);
    }

    /// Replaces the initial values.
    void start(float[] initial) {
        System.arraycopy(initial, 0, values, 0, values.length);
        System.arraycopy(initial, 0, average, 0, values.length);
    }

    /// Writes everything that training has brought into the numbers.
    public void write(DataOutput out) throws IOException {
        for (float[] part : List.of(values, first, second, average)) {
            Numbers.write(out, part);
        }
    }

    /// Goes on from what was written.
    public void read(DataInput in) throws IOException {
        for (float[] part : List.of(values, first, second, average)) {
            Numbers.read(in, part);
        }
    }

    /// Exchanges the values and their moving average; a second call undoes it.
    public void swapAverage() {
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            values[i] = average[i];
            average[i] = value;
        }
    }
}
