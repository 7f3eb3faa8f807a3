// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// What the tower of one task reads of a batch, layer upon layer: its combined rows, then, rank by rank, what the
/// experts of these rows answered alone, if that is judged.
///
/// @param from the first row of the task in the batch
/// @param count how many rows it has
record TaskRows(FloatMatrix combined, @Nullable SingleAnswers singles, int from, int count) {
    /// The combined rows, and a layer per rank.
    int layers() {
        return singles == null ? 1 : 1 + singles.ranks();
    }

    int all() {
        return count * layers();
    }

    int place(int row, int layer) {
        return layer * count + row;
    }

    /// How much of a row's loss belongs to that layer; experts of a row count alike.
    double part(int row, int layer) {
        if (singles == null) {
            return 1;
        }
        if (layer == 0) {
            return 1 - TaskObjective.ALONE_SHARE;
        }
        int experts = singles.count(from + row);
        return layer <= experts ? TaskObjective.ALONE_SHARE / experts : 0;
    }

    void copyTo(FloatMatrix inputs) {
        for (int row = 0; row < count; row++) {
            inputs.copyRowFrom(row, combined, from + row);
            for (int layer = 1; singles != null && layer < layers(); layer++) {
                if (layer <= singles.count(from + row)) {
                    singles.copyTo(inputs, place(row, layer), from + row, layer - 1);
                } else {
                    inputs.clear(place(row, layer));
                }
            }
        }
    }

    /// Hands the gradients on to where they belong.
    void keep(FloatMatrix inputGradient, FloatMatrix gradient) {
        for (int row = 0; row < count; row++) {
            gradient.copyRowFrom(from + row, inputGradient, row);
            for (int layer = 1; singles != null && layer <= singles.count(from + row); layer++) {
                singles.keep(from + row, layer - 1, inputGradient, place(row, layer));
            }
        }
    }
}
