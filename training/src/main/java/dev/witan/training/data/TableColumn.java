// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.DateForm;
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

    /// What it looks like as a whole.
    default ColumnFacts facts() {
        return ColumnFacts.of(this);
    }

    /// Finite numbers; `NaN` stands for a missing one.
    final class Numbers implements TableColumn {
        private final String name;
        private final NumberValues values;
        private final @Nullable ColumnFacts facts;

        /// Numbers in memory.
        public Numbers(String name, double[] values) {
            this(name, NumberValues.of(values), null);
        }

        Numbers(String name, NumberValues values, @Nullable ColumnFacts facts) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
            this.facts = facts;
        }

        @Override
        public String name() {
            return name;
        }

        public NumberValues values() {
            return values;
        }

        public double value(int row) {
            return values.value(row);
        }

        @Override
        public int rows() {
            return values.rows();
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(values.value(row));
        }

        @Override
        public String label(int row) {
            return isMissing(row) ? "" : NumberText.of(values.value(row));
        }

        @Override
        public Column slice(int from, int count) {
            double[] part = new double[count];
            for (int i = 0; i < count; i++) {
                part[i] = values.value(from + i);
            }
            return new Column.Numbers(name, part);
        }

        @Override
        public ColumnFacts facts() {
            return facts == null ? ColumnFacts.of(this) : facts;
        }
    }

    /// Dates in seconds since the beginning of 1970; `NaN` stands for a missing one.
    final class Dates implements TableColumn {
        private final String name;
        private final NumberValues seconds;
        private final DateForm form;
        private final @Nullable ColumnFacts facts;

        /// Dates in memory.
        public Dates(String name, double[] seconds, DateForm form) {
            this(name, NumberValues.of(seconds), form, null);
        }

        Dates(String name, NumberValues seconds, DateForm form, @Nullable ColumnFacts facts) {
            this.name = Objects.requireNonNull(name);
            this.seconds = Objects.requireNonNull(seconds);
            this.form = Objects.requireNonNull(form);
            this.facts = facts;
        }

        @Override
        public String name() {
            return name;
        }

        public NumberValues seconds() {
            return seconds;
        }

        /// How they were spelled.
        public DateForm form() {
            return form;
        }

        /// Hours where any of these rows has a time of day other than midnight.
        public DateEncoder.Detail detail(int[] among) {
            for (int row : among) {
                double value = seconds.value(row);
                if (!Double.isNaN(value) && DateEncoder.daysOf(value) != Math.rint(DateEncoder.daysOf(value))) {
                    return DateEncoder.Detail.HOURS;
                }
            }
            return DateEncoder.Detail.DAYS;
        }

        @Override
        public int rows() {
            return seconds.rows();
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(seconds.value(row));
        }

        @Override
        public String label(int row) {
            return isMissing(row) ? "" : DateForm.text(seconds.value(row));
        }

        @Override
        public Column slice(int from, int count) {
            @Nullable String[] part = new String[count];
            for (int i = 0; i < count; i++) {
                part[i] = isMissing(from + i) ? null : label(from + i);
            }
            return new Column.Texts(name, part);
        }

        @Override
        public ColumnFacts facts() {
            return facts == null ? ColumnFacts.of(this) : facts;
        }
    }

    /// Texts; `null` stands for a missing one.
    final class Texts implements TableColumn {
        /// What the texts are.
        public enum Form {
            /// Whatever they look like.
            UNSAID,
            CATEGORIES,
            FREE_TEXT
        }

        private final String name;
        private final TextValues values;
        private final Form form;
        private final @Nullable ColumnFacts facts;

        /// Texts in memory.
        public Texts(String name, @Nullable String[] values) {
            this(name, TextValues.of(values), Form.UNSAID, null);
        }

        Texts(String name, TextValues values, Form form, @Nullable ColumnFacts facts) {
            this.name = Objects.requireNonNull(name);
            this.values = Objects.requireNonNull(values);
            this.form = Objects.requireNonNull(form);
            this.facts = facts;
        }

        @Override
        public String name() {
            return name;
        }

        public TextValues values() {
            return values;
        }

        public @Nullable String value(int row) {
            return values.value(row);
        }

        public Form form() {
            return form;
        }

        @Override
        public int rows() {
            return values.rows();
        }

        @Override
        public boolean isMissing(int row) {
            return values instanceof CodedTexts coded
                    ? coded.code(row) == CodedTexts.MISSING
                    : values.value(row) == null;
        }

        @Override
        public String label(int row) {
            return Objects.requireNonNullElse(values.value(row), "");
        }

        @Override
        public Column slice(int from, int count) {
            @Nullable String[] part = new String[count];
            for (int i = 0; i < count; i++) {
                part[i] = values.value(from + i);
            }
            return new Column.Texts(name, part);
        }

        @Override
        public ColumnFacts facts() {
            return facts == null ? ColumnFacts.of(this) : facts;
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
