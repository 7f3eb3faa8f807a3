// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.request;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One named input of a request, one value per row.
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
}
