// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.Objects;

/// One output that a mixture gives.
///
/// @param width values per row; 1 is a plain column
public record OutputSpec(String name, Type type, int width) {
    public OutputSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    public enum Type {
        TEXT,
        FLOAT
    }
}
