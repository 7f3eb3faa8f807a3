// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.util.List;

/// Takes vectors as they are: what some other model has already encoded. A request has one input, a vector per row, or
/// several tokens per row, each of which is then routed by itself.
public final class VectorEncoder implements Encoder {
    /// Larger numbers would overflow where experts multiply and add them up.
    static final float MAGNITUDE_MAX = 1e18f;

    private final ColumnSpec column;

    private VectorEncoder(ColumnSpec column) {
        if (column.width() < 1) {
            throw new IllegalArgumentException("dimensions must be at least 1: " + column.width());
        }
        this.column = column;
    }

    /// One vector per row: an input of shape `[rows, dimensions]`.
    public static VectorEncoder ofRows(String name, int dimensions) {
        return new VectorEncoder(new ColumnSpec(name, ColumnSpec.Kind.VECTOR, dimensions));
    }

    /// Several tokens per row: an input of shape `[rows, tokens, dimensions]`.
    public static VectorEncoder ofTokens(String name, int dimensions) {
        return new VectorEncoder(new ColumnSpec(name, ColumnSpec.Kind.TOKENS, dimensions));
    }

    @Override
    public int dimensions() {
        return column.width();
    }

    @Override
    public List<ColumnSpec> columns() {
        return List.of(column);
    }

    @Override
    public int rowsOf(InferenceRequest request) {
        return vectors(request).vectors();
    }

    @Override
    public int tokensOf(InferenceRequest request) {
        return vectors(request).tokens();
    }

    @Override
    public void encode(InferenceRequest request, float[] rows) {
        Column.Vectors vectors = vectors(request);
        float[] values = vectors.values();
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) <= MAGNITUDE_MAX)) {
                throw WitanException.invalidInput(
                        "input '%s': a number must be between -1e18 and 1e18: vector %d has %s"
                                .formatted(column.name(), i / column.width(), values[i]));
            }
            rows[i] = values[i];
        }
    }

    private Column.Vectors vectors(InferenceRequest request) {
        for (String name : request.columnNames()) {
            if (!name.equals(column.name())) {
                throw WitanException.invalidInput(
                        "unknown input '%s' (inputs: %s)".formatted(Excerpt.of(name), column.name()));
            }
        }
        Column found = request.column(column.name()).orElseThrow();
        if (!(found instanceof Column.Vectors vectors)) {
            throw WitanException.invalidInput("input '%s' must hold vectors of %d numbers: it holds one value per row"
                    .formatted(column.name(), column.width()));
        }
        requireShape(vectors);
        return vectors;
    }

    private void requireShape(Column.Vectors vectors) {
        if (vectors.dimensions() != column.width()) {
            throw WitanException.invalidInput("input '%s' must hold vectors of %d numbers: they have %d"
                    .formatted(column.name(), column.width(), vectors.dimensions()));
        }
        boolean hasTokens = vectors.tokens() != Column.Vectors.NO_TOKENS;
        if (hasTokens != (column.kind() == ColumnSpec.Kind.TOKENS)) {
            throw WitanException.invalidInput("input '%s' must have the shape %s: it has %s"
                    .formatted(column.name(), shape(!hasTokens), shape(hasTokens)));
        }
    }

    private static String shape(boolean hasTokens) {
        return hasTokens ? "[rows, tokens, dimensions]" : "[rows, dimensions]";
    }
}
