// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.engine.gate.Gate;
import java.lang.foreign.Arena;
import java.util.List;

/// A gate whose weights can be learned.
public sealed interface TrainableGate permits FlatGate, GroupGate, NoisyGate, PerTaskGate {
    int inputs();

    /// How many experts it scores.
    int experts();

    List<Parameter> parameters();

    /// Weights and biases that serve.
    long size();

    /// Hands the numbers to the kernels, after they changed.
    void repack();

    /// The gate as it serves; it sees every repacking.
    Gate serving();

    /// The way through it for batches of up to `rowsMax` rows.
    GatePass pass(Arena arena, int rowsMax);
}
