// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;

/// Two matrices that the layers of a network write their hidden activations to in turn. Owned by one thread.
public record Scratch(FloatMatrix a, FloatMatrix b) {
    /// Room for `rows` rows of up to `width` hidden activations.
    public static Scratch allocate(Arena arena, int rows, int width) {
        int columns = Math.max(1, width);
        return new Scratch(FloatMatrix.allocate(arena, rows, columns), FloatMatrix.allocate(arena, rows, columns));
    }
}
