// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.training.data.NumberValues;
import dev.witan.training.data.TableColumn;

/// One column of a table beside the encoder that reads it.
sealed interface FeatureColumn
        permits FeatureColumn.Numbers, FeatureColumn.Dates, CategoryColumn, GramColumn, PictureColumn {
    ColumnEncoder encoder();

    /// Encodes the value of a row.
    void encode(int row, float[] target, int at);

    /// Encodes what is left of the value after some was taken away.
    void encode(int row, float[] target, int at, Features.Drawn drawn);

    static FeatureColumn of(ColumnEncoder encoder, TableColumn column) {
        return switch (encoder) {
            case NumericEncoder numeric -> new Numbers(numeric, (TableColumn.Numbers) column);
            case DateEncoder date -> new Dates(date, (TableColumn.Dates) column);
            case CategoricalEncoder category -> new CategoryColumn(category, (TableColumn.Texts) column);
            case TextEncoder text -> new GramColumn(text, (TableColumn.Texts) column);
            case ImageEncoder image -> new PictureColumn(image, (TableColumn.Images) column);
        };
    }

    /// Numbers as they are.
    final class Numbers implements FeatureColumn {
        private final NumericEncoder encoder;
        private final NumberValues values;

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
            encoder.encode(values.value(row), target, at);
        }

        @Override
        public void encode(int row, float[] target, int at, Features.Drawn drawn) {
            encoder.encode(drawn.takesValue() ? Double.NaN : values.value(row), target, at);
        }
    }

    /// Dates as they are.
    final class Dates implements FeatureColumn {
        private final DateEncoder encoder;
        private final NumberValues seconds;

        Dates(DateEncoder encoder, TableColumn.Dates column) {
            this.encoder = encoder;
            this.seconds = column.seconds();
        }

        @Override
        public DateEncoder encoder() {
            return encoder;
        }

        @Override
        public void encode(int row, float[] target, int at) {
            encoder.encode(seconds.value(row), target, at);
        }

        @Override
        public void encode(int row, float[] target, int at, Features.Drawn drawn) {
            encoder.encode(drawn.takesValue() ? Double.NaN : seconds.value(row), target, at);
        }
    }
}
