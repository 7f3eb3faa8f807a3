// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import java.util.List;

/// A dense student and how good it is.
///
/// @param network in the memory of the arena that it was distilled in
/// @param hidden widths of its hidden layers
/// @param activation after them
public record DistilledDense(FeedForward network, List<Integer> hidden, Activation activation, DenseReport report) {
    public DistilledDense {
        hidden = List.copyOf(hidden);
    }
}
