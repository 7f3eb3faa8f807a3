// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.request.Column;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Free text as the pooled rows of a learned table, one per n-gram of its words: see [TextGrams]. Row 0 stands for a
/// missing value, row 1 for a text without any gram, row `2 + i` for bucket `i`.
///
/// The rows are summed in the order of the text and divided by the root of their number, so that a text of one word and
/// one of a hundred are of like size. No other text has a part in it, and neither has the batch.
///
/// The table is shared, not copied: the trainer changes it in place and sees what the server will see. Once a release
/// is loaded nobody writes to it.
public final class TextEncoder implements ColumnEncoder {
    public static final int MISSING = 0;
    public static final int EMPTY = 1;
    public static final int RESERVED = 2;

    private final ColumnSpec spec;
    private final TextGrams grams;
    private final float[] table;

    /// An encoder over a shared table.
    ///
    /// @param table `(RESERVED + grams.buckets()) * dimensions` values, row after row
    public TextEncoder(String name, TextGrams grams, int dimensions, float[] table) {
        this.spec = new ColumnSpec(name, ColumnSpec.Kind.TEXT, dimensions);
        this.grams = Objects.requireNonNull(grams);
        this.table = Objects.requireNonNull(table);
        if (dimensions < 1 || table.length != (RESERVED + (long) grams.buckets()) * dimensions) {
            throw new IllegalArgumentException("column '%s': table must hold (2 + %d) x %d values: %d"
                    .formatted(name, grams.buckets(), dimensions, table.length));
        }
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    public TextGrams grams() {
        return grams;
    }

    /// The shared table; see the class.
    public float[] table() {
        return table;
    }

    @Override
    public void encode(@Nullable Column column, int row, float[] rows, int at) {
        String text = switch (column) {
            case null -> null;
            case Column.Texts texts -> texts.value(row);
            case Column.Numbers numbers -> NumberSpelling.of(numbers.value(row));
            case Column.Bytes _, Column.Vectors _ -> throw WrongColumn.refuse(column, "texts");
        };
        Pool pool = new Pool(rows, at);
        visit(text, pool);
        pool.finish();
    }

    /// The rows of the table that stand for a text, in the order in which they are summed; `null` is a missing one.
    public int[] indexes(@Nullable String text) {
        Collector collector = new Collector();
        visit(text, collector);
        return collector.indexes();
    }

    /// Writes what the first `count` of these rows of the table make.
    public void encode(int[] indexes, int count, float[] rows, int at) {
        Pool pool = new Pool(rows, at);
        for (int i = 0; i < count; i++) {
            pool.accept(indexes[i] - RESERVED);
        }
        pool.finish();
    }

    /// What the sum of a number of rows is multiplied by.
    public static float scale(int count) {
        return (float) (1 / Math.sqrt(count));
    }

    private void visit(@Nullable String text, Counter sink) {
        if (text == null) {
            sink.accept(MISSING - RESERVED);
            return;
        }
        grams.each(text, sink);
        if (sink.count() == 0) {
            sink.accept(EMPTY - RESERVED);
        }
    }

    /// Takes buckets, and the reserved rows as negative ones.
    private interface Counter extends IntConsumer {
        int count();
    }

    /// Sums rows of the table.
    private final class Pool implements Counter {
        private final float[] rows;
        private final int at;
        private int count;

        Pool(float[] rows, int at) {
            this.rows = rows;
            this.at = at;
            Arrays.fill(rows, at, at + spec.width(), 0f);
        }

        @Override
        public void accept(int bucket) {
            int width = spec.width();
            int from = (RESERVED + bucket) * width;
            for (int i = 0; i < width; i++) {
                rows[at + i] += table[from + i];
            }
            count++;
        }

        @Override
        public int count() {
            return count;
        }

        void finish() {
            float scale = scale(count);
            for (int i = 0; i < spec.width(); i++) {
                rows[at + i] *= scale;
            }
        }
    }

    private static final class Collector implements Counter {
        private int[] indexes = new int[64];
        private int count;

        @Override
        public void accept(int bucket) {
            if (count == indexes.length) {
                indexes = Arrays.copyOf(indexes, 2 * count);
            }
            indexes[count++] = RESERVED + bucket;
        }

        @Override
        public int count() {
            return count;
        }

        int[] indexes() {
            return Arrays.copyOf(indexes, count);
        }
    }
}
