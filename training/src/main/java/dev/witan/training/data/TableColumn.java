// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.request.Column;
import dev.witan.tables.NumberText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
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

    /// Pictures, each in the bytes of its file, and how they are to be encoded; `null` stands for a missing one.
    final class Images implements TableColumn {
        private final ImageEncoder encoder;
        private final byte[] @Nullable [] values;

        /// @param encoder of the column, whose name it has
        public Images(ImageEncoder encoder, byte[] @Nullable [] values) {
            this.encoder = Objects.requireNonNull(encoder);
            this.values = Objects.requireNonNull(values);
        }

        @Override
        public String name() {
            return encoder.spec().name();
        }

        public ImageEncoder encoder() {
            return encoder;
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

        /// A digest of the picture, the same for equal bytes only.
        @Override
        public String label(int row) {
            byte[] value = values[row];
            if (value == null) {
                return "";
            }
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(value));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public Column slice(int from, int count) {
            return new Column.Bytes(name(), Arrays.copyOfRange(values, from, from + count));
        }
    }
}
