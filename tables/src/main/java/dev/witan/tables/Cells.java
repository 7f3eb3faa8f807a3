// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The values of one column in some rows. Immutable: the arrays must not be changed.
public sealed interface Cells {
    int rows();

    boolean isMissing(int row);

    /// The value as tables spell it; empty where it is missing.
    String text(int row);

    /// The values of these rows, in this order.
    Cells select(int[] rows);

    /// Texts; `null` stands for a missing one.
    final class Texts implements Cells {
        private final @Nullable String[] values;
        private final BitSet bare;

        public Texts(@Nullable String[] values) {
            this(values, new BitSet());
        }

        /// @param bare the rows whose text spells a number or a truth value rather than a text
        public Texts(@Nullable String[] values, BitSet bare) {
            this.values = Objects.requireNonNull(values);
            this.bare = Objects.requireNonNull(bare);
        }

        public @Nullable String value(int row) {
            return values[row];
        }

        public boolean isBare(int row) {
            return bare.get(row);
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return values[row] == null;
        }

        @Override
        public String text(int row) {
            return Objects.requireNonNullElse(values[row], "");
        }

        @Override
        public Texts select(int[] rows) {
            @Nullable String[] chosen = new String[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Texts(chosen, chosen(bare, rows));
        }
    }

    /// 64-bit numbers; `NaN` stands for a missing one.
    final class Reals implements Cells {
        private final double[] values;

        public Reals(double[] values) {
            this.values = Objects.requireNonNull(values);
        }

        public double value(int row) {
            return values[row];
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(values[row]);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : NumberText.of(values[row]);
        }

        @Override
        public Reals select(int[] rows) {
            double[] chosen = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Reals(chosen);
        }
    }

    /// 32-bit numbers; `NaN` stands for a missing one. Spelled in the shortest form that reads back as the same.
    final class Singles implements Cells {
        private final float[] values;

        public Singles(float[] values) {
            this.values = Objects.requireNonNull(values);
        }

        public float value(int row) {
            return values[row];
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return Float.isNaN(values[row]);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : Float.toString(values[row]);
        }

        @Override
        public Singles select(int[] rows) {
            float[] chosen = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Singles(chosen);
        }
    }

    /// 64-bit whole numbers.
    final class Wholes implements Cells {
        private final long[] values;
        private final BitSet missing;

        public Wholes(long[] values, BitSet missing) {
            this.values = Objects.requireNonNull(values);
            this.missing = Objects.requireNonNull(missing);
        }

        public long value(int row) {
            return values[row];
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : Long.toString(values[row]);
        }

        @Override
        public Wholes select(int[] rows) {
            long[] chosen = new long[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Wholes(chosen, chosen(missing, rows));
        }
    }

    /// Truth values.
    final class Truths implements Cells {
        private final int rows;
        private final BitSet values;
        private final BitSet missing;

        public Truths(int rows, BitSet values, BitSet missing) {
            this.rows = rows;
            this.values = Objects.requireNonNull(values);
            this.missing = Objects.requireNonNull(missing);
        }

        public boolean value(int row) {
            return values.get(row);
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.get(row);
        }

        @Override
        public String text(int row) {
            return isMissing(row) ? "" : Boolean.toString(values.get(row));
        }

        @Override
        public Truths select(int[] chosen) {
            return new Truths(chosen.length, chosen(values, chosen), chosen(missing, chosen));
        }
    }

    /// Bytes; `null` stands for a missing value. Spelled in hexadecimal digits.
    final class Binary implements Cells {
        private final byte[] @Nullable [] values;

        public Binary(byte[] @Nullable [] values) {
            this.values = Objects.requireNonNull(values);
        }

        public byte @Nullable [] value(int row) {
            return values[row];
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return values[row] == null;
        }

        @Override
        public String text(int row) {
            byte[] value = values[row];
            return value == null ? "" : HexFormat.of().formatHex(value);
        }

        @Override
        public Binary select(int[] rows) {
            byte[] @Nullable [] chosen = new byte[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Binary(chosen);
        }
    }

    /// Lists of numbers; `null` stands for a missing one. Spelled with blanks between the numbers.
    final class Vectors implements Cells {
        private final float[] @Nullable [] values;

        public Vectors(float[] @Nullable [] values) {
            this.values = Objects.requireNonNull(values);
        }

        public float @Nullable [] value(int row) {
            return values[row];
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return values[row] == null;
        }

        @Override
        public String text(int row) {
            StringBuilder text = new StringBuilder();
            float[] value = values[row];
            for (int i = 0; value != null && i < value.length; i++) {
                text.append(i == 0 ? "" : " ").append(value[i]);
            }
            return text.toString();
        }

        @Override
        public Vectors select(int[] rows) {
            float[] @Nullable [] chosen = new float[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Vectors(chosen);
        }
    }

    private static BitSet chosen(BitSet bits, int[] rows) {
        BitSet chosen = new BitSet(rows.length);
        for (int i = 0; i < rows.length; i++) {
            chosen.set(i, bits.get(rows[i]));
        }
        return chosen;
    }
}
