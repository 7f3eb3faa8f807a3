// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.List;
import java.util.Objects;

/// What is to be predicted, in the form that a loss takes; immutable, so its values must not be changed.
public final class Target {
    /// Separates labels where the table does not.
    public static final String COMMA = ",";

    private final String name;
    private final TargetKind kind;
    private final List<String> classes;
    private final NumberValues values;
    private final int width;
    private final List<Double> levels;
    private final String separator;
    private final List<Target> parts;

    private Target(
            String name,
            TargetKind kind,
            List<String> classes,
            NumberValues values,
            int width,
            List<Double> levels,
            String separator,
            List<Target> parts) {
        this.name = Objects.requireNonNull(name);
        this.kind = Objects.requireNonNull(kind);
        this.classes = List.copyOf(classes);
        this.values = Objects.requireNonNull(values);
        this.width = width;
        this.levels = List.copyOf(levels);
        this.separator = separator;
        this.parts = List.copyOf(parts);
    }

    /// A target of one column with one number per row.
    ///
    /// @param name of the column
    /// @param kind what is predicted
    /// @param classes the classes in order (a binary target's positive one is the second); empty for a number
    /// @param values per row the index of its class, or the number itself; not a number where it has no label
    public Target(String name, TargetKind kind, List<String> classes, double[] values) {
        this(name, kind, classes, NumberValues.of(values));
    }

    /// A target of one column whose numbers may be kept outside the heap.
    ///
    /// @param values per row the index of its class, or the number itself; not a number where it has no label
    public Target(String name, TargetKind kind, List<String> classes, NumberValues values) {
        this(name, kind, classes, values, 1, List.of(), COMMA, List.of());
    }

    /// A target in memory whose quantiles are predicted.
    public static Target quantiles(String name, List<Double> levels, double[] values) {
        return quantiles(name, levels, NumberValues.of(values));
    }

    /// A target whose quantiles are predicted.
    ///
    /// @param levels of the quantiles, ascending
    public static Target quantiles(String name, List<Double> levels, NumberValues values) {
        return new Target(name, TargetKind.QUANTILE, List.of(), values, 1, levels, COMMA, List.of());
    }

    /// Labels of which any number may hold.
    ///
    /// @param separator that stands between those that hold, where they stand in one text
    /// @param held per row and label 0 or 1
    public static Target labels(String name, List<String> labels, String separator, double[] held) {
        return new Target(
                name,
                TargetKind.MULTI_LABEL,
                labels,
                NumberValues.of(held),
                labels.size(),
                List.of(),
                separator,
                List.of());
    }

    /// Several targets of the same rows.
    public static Target tasks(String name, List<Target> parts) {
        return new Target(
                name,
                TargetKind.MULTI_TASK,
                List.of(),
                NumberValues.of(new double[parts.getFirst().rows()]),
                1,
                List.of(),
                COMMA,
                parts);
    }

    public String name() {
        return name;
    }

    public TargetKind kind() {
        return kind;
    }

    /// The classes, or labels, in order; none of a number.
    public List<String> classes() {
        return classes;
    }

    /// The levels of the quantiles that are predicted, if any are.
    public List<Double> levels() {
        return levels;
    }

    /// What stands between labels that hold.
    public String separator() {
        return separator;
    }

    /// The targets that it is made of, if it is of several tasks.
    public List<Target> parts() {
        return parts;
    }

    /// How many numbers a mixture combines for it.
    public int outputs() {
        return switch (kind) {
            case BINARY, REGRESSION -> 1;
            case MULTI_CLASS, MULTI_LABEL -> classes.size();
            case QUANTILE -> levels.size();
            case MULTI_TASK -> parts.stream().mapToInt(Target::outputs).sum();
        };
    }

    public int rows() {
        return values.rows() / width;
    }

    /// The index of a row's class, or its number.
    public double value(int row) {
        return values.value(row * width);
    }

    /// Whether a row has a label.
    public boolean isLabelled(int row) {
        return !Double.isNaN(values.value(row * width));
    }

    /// The index of a row's class.
    public int classOf(int row) {
        return (int) values.value(row * width);
    }

    /// Whether a label holds for a row.
    public boolean holds(int row, int label) {
        return values.value(row * width + label) > 0;
    }
}
