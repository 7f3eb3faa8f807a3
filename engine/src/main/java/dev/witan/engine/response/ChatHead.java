// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;
import java.util.Objects;

/// A conversation, which one of the experts answers by itself: nothing is combined, and no row has an answer. Such a
/// mixture is asked for its decisions alone; whoever has one calls the expert that was chosen.
///
/// @param confidence the gate's weight, among all experts, below which the default expert answers; between 0 and 1
/// @param defaultExpert the id of the expert that answers where the gate is not sure
public record ChatHead(double confidence, String defaultExpert) implements Head {
    public ChatHead {
        Objects.requireNonNull(defaultExpert);
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1: " + confidence);
        }
    }

    @Override
    public int inputs() {
        return 1;
    }

    @Override
    public List<OutputSpec> outputs() {
        return List.of();
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        return List.of();
    }
}
