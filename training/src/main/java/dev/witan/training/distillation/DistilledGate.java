// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import java.util.List;

/// A student gate and how good it is.
///
/// @param network in the memory of the arena that it was distilled in
/// @param hidden widths of its hidden layers, none for a linear one
/// @param activation after them
public record DistilledGate(FeedForward network, List<Integer> hidden, Activation activation, GateReport report) {
    public DistilledGate {
        hidden = List.copyOf(hidden);
    }
}
