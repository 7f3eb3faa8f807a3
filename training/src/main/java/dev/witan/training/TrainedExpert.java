// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.step.TrainableExpert;
import java.lang.foreign.Arena;

/// An expert as training leaves it.
public sealed interface TrainedExpert {
    String id();

    ExpertRole role();

    /// The expert as it serves, in the arena's memory.
    ///
    /// @param digest of the release that it belongs to
    Expert serving(String digest, Arena arena);

    /// The expert as it is now.
    static TrainedExpert copyOf(TrainableExpert expert) {
        return switch (expert) {
            case TrainableExpert.Learned(var network, var role) -> new Learned(TrainedNetwork.copyOf(network), role);
            case TrainableExpert.Normalised(var network, var role, var normalisation) ->
                new Normalised(TrainedNetwork.copyOf(network), role, normalisation);
            case TrainableExpert.Given(var given, var role, var _) -> new Given(given, role);
        };
    }

    /// A network that was learned.
    record Learned(TrainedNetwork network, ExpertRole role) implements TrainedExpert {
        @Override
        public String id() {
            return network.id();
        }

        @Override
        public Expert serving(String digest, Arena arena) {
            return new FfnExpert(id(), digest + "/" + id(), network.feedForward(arena));
        }
    }

    /// A network that was learned with normalised outputs.
    ///
    /// @param normalisation in memory of its own
    record Normalised(TrainedNetwork network, ExpertRole role, Normalisation normalisation) implements TrainedExpert {
        @Override
        public String id() {
            return network.id();
        }

        @Override
        public Expert serving(String digest, Arena arena) {
            FeedForward body = network.feedForward(arena);
            return new FfnExpert(id(), digest + "/" + id(), new NormalisedNetwork(body, normalisation));
        }
    }

    /// An expert that training left as it was.
    record Given(Expert expert, ExpertRole role) implements TrainedExpert {
        @Override
        public String id() {
            return expert.id();
        }

        @Override
        public Expert serving(String digest, Arena arena) {
            return expert;
        }
    }
}
