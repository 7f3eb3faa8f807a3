// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.tables.NumberText;
import dev.witan.engine.request.Column;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One typed column of a table, one value per row; immutable, so its arrays must not be changed.
public sealed interface TableColumn {
    String name();

    int rows();

    /// Whether the row has no value.
    boolean isMissing(int row);

    /// The value as it is spelled in text; empty where it is missing.
    String label(int row);

    /// The rows `from..from+count` as a request carries them.
    Column slice(int from, int count);

    /// Finite numbers; `NaN` stands for a missing one.
    final class Numbers implements TableColumn {
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

        public double[] values() {
            return values;
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
        public String label(int row) {
            return isMissing(row) ? "" : NumberText.of(values[row]);
        }

        @Override
        public Column slice(int from, int count) {
            double[] part = new double[count];
            System.arraycopy(values, from, part, 0, count);
            return new Column.Numbers(name, part);
        }
    }

    /// Texts; `null` stands for a missing one.
    final class Texts implements TableColumn {
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

        public @Nullable String[] values() {
            return values;
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
        public String label(int row) {
            return Objects.requireNonNullElse(values[row], "");
        }

        @Override
        public Column slice(int from, int count) {
            @Nullable String[] part = new String[count];
            System.arraycopy(values, from, part, 0, count);
            return new Column.Texts(name, part);
        }
    }
}
