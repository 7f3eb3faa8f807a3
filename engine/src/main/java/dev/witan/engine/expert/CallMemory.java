// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;

/// The rows that a call brings to an expert and room for its answers. An expert that completes never touches them
/// again, and they serve the next call.
final class CallMemory {
    final FloatMatrix input;
    final FloatMatrix output;

    /// Memory that lives as long as somebody refers to it: an expert that never completes keeps its own.
    CallMemory(int rows, int inputs, int outputs) {
        Arena arena = Arena.ofAuto();
        this.input = FloatMatrix.allocate(arena, rows, inputs);
        this.output = FloatMatrix.allocate(arena, rows, outputs);
    }
}
