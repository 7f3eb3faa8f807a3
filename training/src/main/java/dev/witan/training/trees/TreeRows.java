// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

import dev.witan.training.data.TargetKind;

/// Encoded rows and what is to be predicted of them, as far as trees need it. Whoever makes it leaves the arrays alone
/// from then on.
public final class TreeRows {
    private final TargetKind kind;
    private final int outputs;
    private final int inputs;
    private final int[] columns;
    private final float[] values;
    private final float[] targets;

    /// @param kind what the target is
    /// @param outputs classes, or 1
    /// @param inputs width of an encoded row
    /// @param columns of the encoded row that a tree may ask, ascending
    /// @param values of these columns, row after row
    /// @param targets 0 or 1, the index of a class, or the standardised number
    public TreeRows(TargetKind kind, int outputs, int inputs, int[] columns, float[] values, float[] targets) {
        if ((long) columns.length * targets.length != values.length) {
            throw new IllegalArgumentException("%d rows of %d columns must have as many values: %d"
                    .formatted(targets.length, columns.length, values.length));
        }
        this.kind = kind;
        this.outputs = outputs;
        this.inputs = inputs;
        this.columns = columns;
        this.values = values;
        this.targets = targets;
    }

    public TargetKind kind() {
        return kind;
    }

    /// How many numbers trees give for a row.
    public int outputs() {
        return outputs;
    }

    /// The width of an encoded row.
    public int inputs() {
        return inputs;
    }

    public int rows() {
        return targets.length;
    }

    /// How many columns a tree may ask.
    public int columns() {
        return columns.length;
    }

    /// The place in the encoded row of a column that a tree may ask.
    public int column(int index) {
        return columns[index];
    }

    /// The value of a row at one of those columns.
    public float value(int row, int index) {
        return values[row * columns.length + index];
    }

    public float target(int row) {
        return targets[row];
    }

    /// Some of the rows.
    public TreeRows select(int[] rows) {
        float[] chosen = new float[rows.length * columns.length];
        float[] labels = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * columns.length, chosen, i * columns.length, columns.length);
            labels[i] = targets[rows[i]];
        }
        return new TreeRows(kind, outputs, inputs, columns, chosen, labels);
    }
}
