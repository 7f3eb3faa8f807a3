// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.kernels.Linear;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.GroupGate;
import dev.witan.training.network.NoisyGate;
import dev.witan.training.network.PerTaskGate;
import dev.witan.training.network.TrainableGate;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;

/// A gate as training leaves it.
public sealed interface TrainedGate {
    /// The gate as it serves, in the arena's memory.
    Gate serving(Arena arena);

    /// The gate as it is now.
    static TrainedGate copyOf(TrainableGate gate) {
        return switch (gate) {
            case FlatGate(var network) -> new Flat(TrainedNetwork.copyOf(network));
            case NoisyGate noisy -> new Flat(TrainedNetwork.copyOf(noisy.network()));
            case PerTaskGate(var networks, var owners) ->
                new Tasks(networks.stream().map(TrainedNetwork::copyOf).toList(), owners);
            case GroupGate groups ->
                new Groups(TrainedNetwork.copyOf(groups.network()), groups.groups(), groups.groupsChosen());
        };
    }

    /// One network.
    record Flat(TrainedNetwork network) implements TrainedGate {
        @Override
        public Gate serving(Arena arena) {
            return new NetworkGate(network.feedForward(arena));
        }
    }

    /// One network per task.
    ///
    /// @param owners per expert the number of the task whose own it is, or [TaskGate#SHARED]
    record Tasks(List<TrainedNetwork> networks, List<Integer> owners) implements TrainedGate {
        @Override
        public Gate serving(Arena arena) {
            return new TaskGate(
                    networks.stream().map(network -> network.feedForward(arena)).toList(),
                    owners.stream().mapToInt(owner -> owner).toArray());
        }
    }

    /// Groups of equally many experts, and the experts of the best groups.
    ///
    /// @param network linear, one output per group, then one per expert, group by group
    /// @param groupsChosen how many groups a row looks into
    record Groups(TrainedNetwork network, int groups, int groupsChosen) implements TrainedGate {
        @Override
        public Gate serving(Arena arena) {
            TrainedNetwork.Layer all = network.layers().getFirst();
            int size = (all.weights().rows() - groups) / groups;
            List<Linear> within = IntStream.range(0, groups)
                    .mapToObj(group -> all.part(arena, groups + group * size, size))
                    .toList();
            return new HierarchicalGate(all.part(arena, 0, groups), within, groupsChosen);
        }
    }
}
