// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.InferenceRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Encodes a table's named columns side by side into one row. A column that a request leaves out is missing in every
/// row; a name that the mixture does not know is refused, since it is most likely a typo.
public final class TableEncoder implements Encoder {
    private final List<ColumnEncoder> encoders;
    private final List<ColumnSpec> columns;
    private final Set<String> names;
    private final int dimensions;

    public TableEncoder(List<ColumnEncoder> encoders) {
        this.encoders = List.copyOf(encoders);
        this.columns = encoders.stream().map(ColumnEncoder::spec).toList();
        this.names = new HashSet<>();
        for (ColumnSpec column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("column stands twice: '" + column.name() + "'");
            }
        }
        this.dimensions = columns.stream().mapToInt(ColumnSpec::width).sum();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public List<ColumnSpec> columns() {
        return columns;
    }

    public List<ColumnEncoder> encoders() {
        return encoders;
    }

    @Override
    public void encode(InferenceRequest request, float[] rows) {
        request.columnNames().forEach(this::requireKnown);
        int at = 0;
        for (ColumnEncoder encoder : encoders) {
            var column = request.column(encoder.spec().name()).orElse(null);
            for (int row = 0; row < request.rows(); row++) {
                encoder.encode(column, row, rows, row * dimensions + at);
            }
            at += encoder.spec().width();
        }
    }

    private void requireKnown(String name) {
        if (!names.contains(name)) {
            throw WitanException.invalidInput("unknown column '%s'%s (columns: %s)"
                    .formatted(Excerpt.of(name), Suggestion.hint(name, names), knownColumns()));
        }
    }

    private String knownColumns() {
        return columns.stream().map(ColumnSpec::name).collect(Collectors.joining(", "));
    }
}
