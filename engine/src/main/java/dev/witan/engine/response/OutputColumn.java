// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.List;
import java.util.Objects;

/// One named output of an answer. The arrays are owned by the response and must not be changed.
public sealed interface OutputColumn {
    String name();

    /// The same under another name, around the same values.
    OutputColumn named(String other);

    /// The extents of one row's values, which follow that of the rows in a tensor's shape; none for a plain column.
    default List<Integer> extents() {
        return List.of();
    }

    /// One text per row.
    final class Texts implements OutputColumn {
        private final String name;
        private final String[] values;

        public Texts(String name, String[] values) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Texts named(String other) {
            return new Texts(other, values);
        }

        public String[] values() {
            return values;
        }
    }

    /// `width` numbers per row, row after row. A width of 1 is a plain column.
    final class Floats implements OutputColumn {
        private final String name;
        private final float[] values;
        private final int width;
        private final boolean isVector;

        public Floats(String name, float[] values, int width) {
            this(name, values, width, width > 1);
        }

        private Floats(String name, float[] values, int width, boolean isVector) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
            this.width = width;
            this.isVector = isVector;
        }

        /// A vector per row, even if it has one number only.
        public static Floats vectors(String name, float[] values, int width) {
            return new Floats(name, values, width, true);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Floats named(String other) {
            return new Floats(other, values, width, isVector);
        }

        public float[] values() {
            return values;
        }

        public int width() {
            return width;
        }

        @Override
        public List<Integer> extents() {
            return isVector ? List.of(width) : List.of();
        }
    }
}
