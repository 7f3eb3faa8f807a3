// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.List;
import java.util.Objects;

/// One output that a mixture gives.
///
/// @param width values per row; 1 is a plain column, unless the type says that it is a vector of one
/// @param classes that it is about; none for numbers
/// @param titles what people call the classes, one each; none if the classes speak for themselves
/// @param parts what each of a row's values is called; none if they have no names
public record OutputSpec(
        String name, Type type, int width, List<String> classes, List<String> titles, List<String> parts) {
    public OutputSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        classes = List.copyOf(classes);
        titles = List.copyOf(titles);
        parts = List.copyOf(parts);
        if (!parts.isEmpty() && parts.size() != width) {
            throw new IllegalArgumentException(
                    "output '%s' must have as many parts as values, %d: %d".formatted(name, width, parts.size()));
        }
    }

    /// An output of numbers or texts that are about no classes.
    public OutputSpec(String name, Type type, int width) {
        this(name, type, width, List.of(), List.of(), List.of());
    }

    /// The same about classes.
    OutputSpec about(List<String> known, List<String> called) {
        return new OutputSpec(name, type, width, known, called, parts);
    }

    /// The same with a name for each value.
    OutputSpec of(List<String> named) {
        return new OutputSpec(name, type, width, classes, titles, named);
    }

    /// The same under another name.
    OutputSpec named(String other) {
        return new OutputSpec(other, type, width, classes, titles, parts);
    }

    /// The extents of one row's values, which follow that of the rows in a tensor's shape.
    public List<Integer> extents() {
        return width > 1 || type == Type.VECTOR ? List.of(width) : List.of();
    }

    /// What the values are.
    public enum Type {
        TEXT,
        FLOAT,
        /// Numbers too, whose count stands in the shape even if it is one.
        VECTOR
    }
}
