// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A table ready for its encoder: numbers as they are, categories and texts as indexes into their embeddings.
/// Immutable; the encoding itself is the encoder's, so that training sees what serving will see.
public final class Features {
    private final List<ColumnEncoder> encoders;
    private final List<FeatureColumn> columns = new ArrayList<>();
    private final int dimensions;

    public Features(TableEncoder encoder, List<TableColumn> columns) {
        this.encoders = encoder.encoders();
        this.dimensions = encoder.dimensions();
        for (int i = 0; i < encoders.size(); i++) {
            this.columns.add(FeatureColumn.of(encoders.get(i), columns.get(i)));
        }
    }

    public int dimensions() {
        return dimensions;
    }

    public List<ColumnEncoder> encoders() {
        return encoders;
    }

    /// How often each embedding of a gram occurs in the rows of a class, for all columns of texts one after the other.
    public float[][] gramCounts(int[] rows, IntUnaryOperator classOf, int classes) {
        List<GramColumn> texts = columns.stream()
                .filter(GramColumn.class::isInstance)
                .map(GramColumn.class::cast)
                .toList();
        int width = texts.stream().mapToInt(GramColumn::embeddings).sum();
        float[][] counts = new float[classes][width];
        for (int row : rows) {
            int at = 0;
            for (GramColumn text : texts) {
                text.count(row, counts[classOf.applyAsInt(row)], at);
                at += text.embeddings();
            }
        }
        return counts;
    }

    /// Encodes a row.
    public void encode(int row, float[] target) {
        int at = 0;
        for (FeatureColumn column : columns) {
            column.encode(row, target, at);
            at += column.encoder().spec().width();
        }
    }

    /// Encodes a row with some of its values taken away: a number then counts as missing, a category as missing or
    /// as unseen, a text as missing or empty, so that all of these are learned even where the table has none of
    /// them. Of a text that stays, some grams are taken away, so that no gram can be relied on alone.
    ///
    /// @param chosen receives the embeddings used, as those of its row `place`
    public void encode(
            int row, float[] target, TakenShares taken, SeededNumbers random, ChosenEmbeddings chosen, int place) {
        int at = 0;
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).encode(row, target, at, new Drawn(taken, random, chosen, place, i));
            at += encoders.get(i).spec().width();
        }
    }

    /// What a column needs to take some of its values away, and where it notes what is left.
    record Drawn(TakenShares taken, SeededNumbers random, ChosenEmbeddings chosen, int place, int column) {
        /// Whether the value is to be taken away. Draws a number.
        boolean takesValue() {
            return random.uniform() < taken.values();
        }

        /// One or the other, as likely. Draws a number.
        int either(int one, int other) {
            return (random.nextLong() & 1) == 0 ? one : other;
        }
    }
}
