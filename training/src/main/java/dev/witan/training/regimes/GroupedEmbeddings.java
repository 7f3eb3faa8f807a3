// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.training.network.SeededNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lets the embeddings of categories of one group begin near each other, around a point of the group's own, so that a
/// linear gate can tell the groups apart. Owned by one thread.
final class GroupedEmbeddings {
    private static final double SCALE = 0.3;
    private static final double KEPT = 0.3;

    private final float[] table;
    private final int width;
    private final double[][] middles;

    GroupedEmbeddings(CategoricalEncoder encoder, int groups, SeededNumbers random) {
        this.table = encoder.table();
        this.width = encoder.spec().width();
        this.middles = new double[groups][width];
        for (double[] middle : middles) {
            for (int i = 0; i < width; i++) {
                middle[i] = SCALE * random.normal();
            }
        }
    }

    /// Moves the embeddings of the categories that rows have.
    ///
    /// @param encoded rows with the embeddings as they are
    /// @param at where those of the column stand
    /// @param groupOf of each row; equal for rows of one category
    void group(float[][] encoded, int at, int[] groupOf) {
        Map<List<Float>, Integer> places = new HashMap<>();
        for (int row = 0; row < table.length / width; row++) {
            places.put(slice(table, row * width), row);
        }
        Map<Integer, Integer> groups = new HashMap<>();
        for (int row = 0; row < encoded.length; row++) {
            groups.put(places.getOrDefault(slice(encoded[row], at), 0), groupOf[row]);
        }
        groups.forEach((place, group) -> {
            for (int i = 0; i < width; i++) {
                int index = place * width + i;
                table[index] = (float) (middles[group][i] + KEPT * table[index]);
            }
        });
    }

    private List<Float> slice(float[] values, int from) {
        List<Float> slice = new ArrayList<>();
        for (int i = from; i < from + width; i++) {
            slice.add(values[i]);
        }
        return slice;
    }
}
