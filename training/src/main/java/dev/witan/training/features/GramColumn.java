// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.TextEncoder;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TextValues;

/// Texts as the embeddings of their grams, kept as far as there is room for them: the rest is cut each time anew.
final class GramColumn implements FeatureColumn {
    private static final long INDEXES_MAX = 64L << 20;
    private static final int[] NOT_KEPT = {};
    private static final int SHARE_BITS = 16;
    private static final int SHARE_MASK = (1 << SHARE_BITS) - 1;

    private final TextEncoder encoder;
    private final TextValues texts;
    private final int[][] kept;

    GramColumn(TextEncoder encoder, TableColumn.Texts column) {
        this.encoder = encoder;
        this.texts = column.values();
        this.kept = new int[texts.isStored() ? 0 : texts.rows()][];
        long room = INDEXES_MAX;
        for (int row = 0; row < kept.length; row++) {
            kept[row] = room > 0 ? encoder.indexes(texts.value(row)) : NOT_KEPT;
            room -= kept[row].length;
        }
    }

    @Override
    public TextEncoder encoder() {
        return encoder;
    }

    /// How many there are.
    int embeddings() {
        return TextEncoder.RESERVED + encoder.grams().buckets();
    }

    /// Adds one for each gram of a row to the count of its embedding.
    void count(int row, float[] counts, int at) {
        for (int index : indexes(row)) {
            counts[at + index]++;
        }
    }

    private int[] indexes(int row) {
        boolean isKept = row < kept.length && kept[row].length > 0;
        return isKept ? kept[row] : encoder.indexes(texts.value(row));
    }

    @Override
    public void encode(int row, float[] target, int at) {
        int[] indexes = indexes(row);
        encoder.encode(indexes, indexes.length, target, at);
    }

    @Override
    public void encode(int row, float[] target, int at, Features.Drawn drawn) {
        ChosenEmbeddings chosen = drawn.chosen();
        if (drawn.takesValue()) {
            int lost = drawn.either(TextEncoder.MISSING, TextEncoder.EMPTY);
            chosen.one(drawn.place(), drawn.column(), lost);
        } else {
            thin(indexes(row), drawn);
        }
        int count = chosen.count(drawn.place(), drawn.column());
        encoder.encode(chosen.indexes(drawn.place(), drawn.column()), count, target, at);
    }

    /// Chooses what stays of a text; at least one gram does.
    private static void thin(int[] indexes, Features.Drawn drawn) {
        int[] room = drawn.chosen().room(drawn.place(), drawn.column(), indexes.length);
        int threshold = (int) Math.round(drawn.taken().grams() * (1 << SHARE_BITS));
        int count = 0;
        long bits = 0;
        for (int i = 0; i < indexes.length; i++) {
            bits = (i & 3) == 0 ? drawn.random().nextLong() : bits >>> SHARE_BITS;
            if ((bits & SHARE_MASK) >= threshold) {
                room[count++] = indexes[i];
            }
        }
        if (count == 0) {
            room[count++] = indexes[drawn.random().below(indexes.length)];
        }
        drawn.chosen().close(drawn.place(), drawn.column(), count);
    }
}
