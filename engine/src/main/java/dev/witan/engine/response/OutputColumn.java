// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.Objects;

/// One named output of an answer. The arrays are owned by the response and must not be changed.
public sealed interface OutputColumn {
    String name();

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

        public String[] values() {
            return values;
        }
    }

    /// `width` numbers per row, row after row. A width of 1 is a plain column.
    final class Floats implements OutputColumn {
        private final String name;
        private final float[] values;
        private final int width;

        public Floats(String name, float[] values, int width) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
            this.width = width;
        }

        @Override
        public String name() {
            return name;
        }

        public float[] values() {
            return values;
        }

        public int width() {
            return width;
        }
    }
}
