// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.TrainableGate;
import java.lang.foreign.Arena;

/// A gate as training leaves it.
public sealed interface TrainedGate {
    /// The gate as it serves, in the arena's memory.
    Gate serving(Arena arena);

    /// The gate as it is now.
    static TrainedGate copyOf(TrainableGate gate) {
        return switch (gate) {
            case FlatGate(var network) -> new Flat(TrainedNetwork.copyOf(network));
        };
    }

    /// One network.
    record Flat(TrainedNetwork network) implements TrainedGate {
        @Override
        public Gate serving(Arena arena) {
            return new NetworkGate(network.feedForward(arena));
        }
    }
}
