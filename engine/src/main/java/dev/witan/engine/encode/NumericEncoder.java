// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A number as `[missing, standardised, bin 0, bin 1, …]`.
///
/// The bins are the piecewise linear encoding of Gorishniy et al., "On Embeddings for Numerical Features in Tabular
/// Deep Learning" (2022): with edges `e0 < e1 < … < eT` (quantiles of the training data), bin `t` holds
/// `(x - e_t) / (e_(t+1) - e_t)` clamped to `[0, 1]`, so that a linear layer on top can bend at every edge. A missing
/// value is `[1, 0, 0, …]`. The standardised value is clamped to ±[#STANDARD_SCORE_MAX], so that one absurd input
/// cannot drown the rest of the row.
public final class NumericEncoder implements ColumnEncoder {
    public static final double STANDARD_SCORE_MAX = 5;
    private static final int BINS_AT = 2;

    private final ColumnSpec spec;
    private final double mean;
    private final double deviation;
    private final double[] edges;

    /// An encoder with the statistics of the training data.
    ///
    /// @param edges strictly increasing, finite; fewer than two mean no bins
    public NumericEncoder(String name, double mean, double deviation, double[] edges) {
        if (!Double.isFinite(mean) || !(deviation > 0) || !Double.isFinite(deviation)) {
            throw new IllegalArgumentException(
                    "column '%s': mean must be finite and deviation positive: %s, %s".formatted(name, mean, deviation));
        }
        requireIncreasing(name, edges);
        this.mean = mean;
        this.deviation = deviation;
        this.edges = edges.clone();
        this.spec = new ColumnSpec(name, ColumnSpec.Kind.NUMERIC, BINS_AT + Math.max(0, edges.length - 1));
    }

    private static void requireIncreasing(String name, double[] edges) {
        for (int i = 0; i < edges.length; i++) {
            if (!Double.isFinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1])) {
                throw new IllegalArgumentException("column '%s': bin edges must be finite and strictly increasing: %s"
                        .formatted(name, Arrays.toString(edges)));
            }
        }
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    public double mean() {
        return mean;
    }

    public double deviation() {
        return deviation;
    }

    public double[] edges() {
        return edges.clone();
    }

    @Override
    public void encode(@Nullable Column column, int row, float[] rows, int at) {
        double value = switch (column) {
            case null -> Double.NaN;
            case Column.Numbers numbers -> numbers.value(row);
            case Column.Texts texts -> parse(texts.value(row), row);
            case Column.Bytes _, Column.Vectors _ -> throw WrongColumn.refuse(column, "numbers");
        };
        encode(value, rows, at);
    }

    private double parse(@Nullable String text, int row) {
        if (text == null || text.isBlank()) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value) && isPlain(text.strip())) {
                return value;
            }
        } catch (NumberFormatException _) {
            // falls through to the one message for everything that is not a finite number
        }
        throw WitanException.invalidInput(
                "column '%s' must hold finite numbers: row %d is '%s'".formatted(spec.name(), row, Excerpt.of(text)));
    }

    /// Whether digits, points, signs and exponents are all that there is, as in tables: Java also reads `1d` and
    /// `0x1p3`.
    private static boolean isPlain(String number) {
        return number.chars().allMatch(c -> (c >= '0' && c <= '9') || ".+-eE".indexOf(c) >= 0);
    }

    /// Writes the encoding of one value; `NaN` is a missing one.
    public void encode(double value, float[] rows, int at) {
        Arrays.fill(rows, at, at + spec.width(), 0f);
        if (Double.isNaN(value)) {
            rows[at] = 1f;
            return;
        }
        double score = (value - mean) / deviation;
        rows[at + 1] = (float) Math.clamp(score, -STANDARD_SCORE_MAX, STANDARD_SCORE_MAX);
        for (int bin = 0; bin + 1 < edges.length && value > edges[bin]; bin++) {
            double share = (value - edges[bin]) / (edges[bin + 1] - edges[bin]);
            rows[at + BINS_AT + bin] = (float) Math.min(share, 1);
        }
    }
}
