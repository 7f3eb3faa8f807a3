// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// Numbers in a list that grows. Owned by one thread.
final class Numbers {
    private float[] values = new float[1024];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = (float) value;
    }

    float get(int index) {
        return values[index];
    }

    int whole(int index) {
        return (int) values[index];
    }

    int size() {
        return size;
    }

    /// Drops the others.
    void keep(IntPredicate isKept) {
        keep(0, isKept);
    }

    /// Drops the others among those from `first` on.
    void keep(int first, IntPredicate isKept) {
        int kept = first;
        for (int i = first; i < size; i++) {
            if (isKept.test(i)) {
                values[kept++] = values[i];
            }
        }
        size = kept;
    }
}
