// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import java.util.List;

/// A table ready for its encoder: numbers as they are, categories as indexes into their embeddings. Immutable; the
/// encoding itself is the encoder's, so that training sees what serving will see.
public final class Features {
    private final List<ColumnEncoder> encoders;
    private final double[][] numbers;
    private final int[][] indexes;
    private final int dimensions;

    public Features(TableEncoder encoder, List<TableColumn> columns) {
        this.encoders = encoder.encoders();
        this.dimensions = encoder.dimensions();
        this.numbers = new double[encoders.size()][];
        this.indexes = new int[encoders.size()][];
        for (int i = 0; i < encoders.size(); i++) {
            numbers[i] = new double[0];
            indexes[i] = new int[0];
            switch (encoders.get(i)) {
                case NumericEncoder _ -> numbers[i] = ((TableColumn.Numbers) columns.get(i)).values();
                case CategoricalEncoder category -> indexes[i] = indexes(category, (TableColumn.Texts) columns.get(i));
            }
        }
    }

    private static int[] indexes(CategoricalEncoder encoder, TableColumn.Texts column) {
        int[] indexes = new int[column.rows()];
        for (int row = 0; row < indexes.length; row++) {
            indexes[row] = encoder.index(column.values()[row]);
        }
        return indexes;
    }

    public int dimensions() {
        return dimensions;
    }

    public List<ColumnEncoder> encoders() {
        return encoders;
    }

    /// The embedding that a row has in a categorical column.
    int index(int column, int row) {
        return indexes[column][row];
    }

    /// Encodes a row.
    public void encode(int row, float[] target) {
        int at = 0;
        for (int column = 0; column < encoders.size(); column++) {
            switch (encoders.get(column)) {
                case NumericEncoder numeric -> numeric.encode(numbers[column][row], target, at);
                case CategoricalEncoder category -> category.encode(indexes[column][row], target, at);
            }
            at += encoders.get(column).spec().width();
        }
    }

    /// Encodes a row with some of its values taken away: a number then counts as missing, a category as missing or as
    /// unseen, so that all three are learned even where the table has none of them.
    ///
    /// @param share of values that are taken away
    /// @param chosen receives the embedding used per column
    public void encode(int row, float[] target, double share, SeededNumbers random, int[] chosen) {
        int at = 0;
        for (int column = 0; column < encoders.size(); column++) {
            boolean isTaken = random.uniform() < share;
            switch (encoders.get(column)) {
                case NumericEncoder numeric -> numeric.encode(isTaken ? Double.NaN : numbers[column][row], target, at);
                case CategoricalEncoder category -> {
                    int lost = (random.nextLong() & 1) == 0 ? CategoricalEncoder.MISSING : CategoricalEncoder.UNSEEN;
                    chosen[column] = isTaken ? lost : indexes[column][row];
                    category.encode(chosen[column], target, at);
                }
            }
            at += encoders.get(column).spec().width();
        }
    }
}
