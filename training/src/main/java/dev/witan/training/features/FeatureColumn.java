// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.training.data.TableColumn;

/// One column of a table beside the encoder that reads it.
sealed interface FeatureColumn permits FeatureColumn.Numbers, FeatureColumn.Categories, GramColumn, PictureColumn {
    ColumnEncoder encoder();

    /// Encodes the value of a row.
    void encode(int row, float[] target, int at);

    /// Encodes what is left of the value after some was taken away.
    void encode(int row, float[] target, int at, Features.Drawn drawn);

    static FeatureColumn of(ColumnEncoder encoder, TableColumn column) {
        return switch (encoder) {
            case NumericEncoder numeric -> new Numbers(numeric, (TableColumn.Numbers) column);
            case CategoricalEncoder category -> new Categories(category, (TableColumn.Texts) column);
            case TextEncoder text -> new GramColumn(text, (TableColumn.Texts) column);
            case ImageEncoder image -> new PictureColumn(image, (TableColumn.Images) column);
        };
    }

    /// Numbers as they are.
    final class Numbers implements FeatureColumn {
        private final NumericEncoder encoder;
        private final double[] values;

        Numbers(NumericEncoder encoder, TableColumn.Numbers column) {
            this.encoder = encoder;
            this.values = column.values();
        }

        @Override
        public NumericEncoder encoder() {
            return encoder;
        }

        @Override
        public void encode(int row, float[] target, int at) {
            encoder.encode(values[row], target, at);
        }

        @Override
        public void encode(int row, float[] target, int at, Features.Drawn drawn) {
            encoder.encode(drawn.takesValue() ? Double.NaN : values[row], target, at);
        }
    }

    /// Categories as indexes into their embeddings.
    final class Categories implements FeatureColumn {
        private final CategoricalEncoder encoder;
        private final int[] indexes;

        Categories(CategoricalEncoder encoder, TableColumn.Texts column) {
            this.encoder = encoder;
            this.indexes = new int[column.rows()];
            for (int row = 0; row < indexes.length; row++) {
                indexes[row] = encoder.index(column.values()[row]);
            }
        }

        @Override
        public CategoricalEncoder encoder() {
            return encoder;
        }

        @Override
        public void encode(int row, float[] target, int at) {
            encoder.encode(indexes[row], target, at);
        }

        @Override
        public void encode(int row, float[] target, int at, Features.Drawn drawn) {
            boolean isTaken = drawn.takesValue();
            int lost = drawn.either(CategoricalEncoder.MISSING, CategoricalEncoder.UNSEEN);
            int index = isTaken ? lost : indexes[row];
            drawn.chosen().one(drawn.place(), drawn.column(), index);
            encoder.encode(index, target, at);
        }
    }
}
