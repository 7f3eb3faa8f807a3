// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.request;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One named input of a request: one value per row, be that a number, a text, bytes or vectors.
public sealed interface Column {
    String name();

    int rows();

    /// Numbers; `NaN` stands for a missing value (a number that was really sent as NaN is refused at the edge).
    /// The array is owned by the request from here on and must not be changed.
    final class Numbers implements Column {
        private final String name;
        private final double[] values;

        public Numbers(String name, double[] values) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return values.length;
        }

        public double value(int row) {
            return values[row];
        }
    }

    /// Texts; `null` stands for a missing value. The array is owned by the request and must not be changed.
    final class Texts implements Column {
        private final String name;
        private final @Nullable String[] values;

        public Texts(String name, @Nullable String[] values) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return values.length;
        }

        public @Nullable String value(int row) {
            return values[row];
        }
    }

    /// Bytes as they came, such as a picture; `null` stands for a missing value. The arrays are owned by the request
    /// and must not be changed.
    final class Bytes implements Column {
        private final String name;
        private final byte[] @Nullable [] values;

        public Bytes(String name, byte[] @Nullable [] values) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return values.length;
        }

        public byte @Nullable [] value(int row) {
            return values[row];
        }
    }

    /// Vectors of finite numbers: one per row, or as many tokens in every row. The array is owned by the request and
    /// must not be changed.
    final class Vectors implements Column {
        /// Said instead of a number of tokens where a row is one vector.
        public static final int NO_TOKENS = 0;

        private final String name;
        private final int rows;
        private final int tokens;
        private final int dimensions;
        private final float[] values;

        private Vectors(String name, int rows, int tokens, int dimensions, float[] values) {
            this.name = Objects.requireNonNull(name);
            this.rows = rows;
            this.tokens = tokens;
            this.dimensions = dimensions;
            this.values = Objects.requireNonNull(values);
            if (rows < 0 || tokens < 0 || dimensions < 1 || values.length != (long) vectors() * dimensions) {
                throw new IllegalArgumentException("%d rows of %d tokens of %d values must fill the array: %d"
                        .formatted(rows, tokens, dimensions, values.length));
            }
        }

        /// One vector per row, row after row.
        public static Vectors ofRows(String name, int dimensions, float[] values) {
            return new Vectors(name, values.length / dimensions, NO_TOKENS, dimensions, values);
        }

        /// So many tokens in each row, row after row and token after token.
        public static Vectors ofTokens(String name, int rows, int tokens, int dimensions, float[] values) {
            if (tokens < 1) {
                throw new IllegalArgumentException("a row must have at least one token: " + tokens);
            }
            return new Vectors(name, rows, tokens, dimensions, values);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rows() {
            return rows;
        }

        /// How many tokens each row has; [#NO_TOKENS] if a row is one vector.
        public int tokens() {
            return tokens;
        }

        /// How many vectors there are, in all rows.
        public int vectors() {
            return Math.multiplyExact(rows, Math.max(1, tokens));
        }

        public int dimensions() {
            return dimensions;
        }

        /// All values, vector after vector.
        public float[] values() {
            return values;
        }
    }
}
