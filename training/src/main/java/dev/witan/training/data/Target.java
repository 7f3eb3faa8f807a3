// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.List;
import java.util.Objects;

/// The column that is to be predicted, in the form that a loss takes; immutable, so its array must not be changed.
public final class Target {
    private final String name;
    private final TargetKind kind;
    private final List<String> classes;
    private final double[] values;

    /// @param name of the column
    /// @param kind what is predicted
    /// @param classes the classes in order (a binary target's positive one is the second); empty for a number
    /// @param values per row the index of its class, or the number itself
    public Target(String name, TargetKind kind, List<String> classes, double[] values) {
        this.name = Objects.requireNonNull(name);
        this.kind = Objects.requireNonNull(kind);
        this.classes = List.copyOf(classes);
        this.values = Objects.requireNonNull(values);
    }

    public String name() {
        return name;
    }

    public TargetKind kind() {
        return kind;
    }

    public List<String> classes() {
        return classes;
    }

    public int rows() {
        return values.length;
    }

    /// The index of a row's class, or its number.
    public double value(int row) {
        return values[row];
    }

    /// The index of a row's class.
    public int classOf(int row) {
        return (int) values[row];
    }
}
