// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;
import java.util.Objects;

/// The combined rows as they are, as one output of vectors: for mixtures that are a layer of something larger.
///
/// @param name of the output
/// @param width numbers per row
public record VectorHead(String name, int width) implements Head {
    public VectorHead {
        Objects.requireNonNull(name);
        if (name.isBlank() || width < 1) {
            throw new IllegalArgumentException(
                    "a vector head needs a name and a width of at least 1: '%s', %d".formatted(name, width));
        }
    }

    @Override
    public int inputs() {
        return width;
    }

    @Override
    public List<OutputSpec> outputs() {
        return List.of(new OutputSpec(name, OutputSpec.Type.VECTOR, width));
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        return List.of(OutputColumn.Floats.vectors(name, combined, width));
    }
}
