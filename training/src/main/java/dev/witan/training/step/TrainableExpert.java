// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.TrainableNetwork;
import java.util.List;

/// An expert in training.
public sealed interface TrainableExpert {
    String id();

    ExpertRole role();

    /// The numbers that training may change.
    List<Parameter> parameters();

    /// How many numbers it consists of, as far as that is known.
    long size();

    /// The expert as it serves; it sees every repacking.
    Expert serving();

    /// Hands the numbers to the kernels, after they changed.
    void repack();

    /// A network that is learned.
    record Learned(TrainableNetwork network, ExpertRole role) implements TrainableExpert {
        /// One that the gate chooses.
        public Learned(TrainableNetwork network) {
            this(network, ExpertRole.CHOSEN);
        }

        @Override
        public String id() {
            return network.name();
        }

        @Override
        public List<Parameter> parameters() {
            return network.parameters();
        }

        @Override
        public long size() {
            return network.size();
        }

        @Override
        public Expert serving() {
            return new FfnExpert(id(), id(), network.serving());
        }

        @Override
        public void repack() {
            network.repack();
        }
    }

    /// A network that is learned, whose output rows are normalised: no expert of those that several tasks share drowns
    /// out the others.
    ///
    /// @param normalisation without anything learned, as wide as the outputs
    record Normalised(TrainableNetwork network, ExpertRole role, Normalisation normalisation)
            implements TrainableExpert {
        @Override
        public String id() {
            return network.name();
        }

        @Override
        public List<Parameter> parameters() {
            return network.parameters();
        }

        @Override
        public long size() {
            return network.size();
        }

        @Override
        public Expert serving() {
            return new FfnExpert(id(), id(), new NormalisedNetwork(network.serving(), normalisation));
        }

        @Override
        public void repack() {
            network.repack();
        }
    }

    /// A local expert that stays as it is: its answers take part, and nothing is learned through it.
    ///
    /// @param recollection what it would say of the rows that it was fitted to
    record Given(Expert expert, ExpertRole role, Recollection recollection) implements TrainableExpert {
        /// One that was fitted to nothing that is trained on.
        public Given(Expert expert, ExpertRole role) {
            this(expert, role, Recollection.NONE);
        }

        @Override
        public String id() {
            return expert.id();
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public long size() {
            return expert instanceof TreesExpert trees ? trees.forest().size() : expert.multiplyAddsPerRow();
        }

        @Override
        public Expert serving() {
            return expert;
        }

        @Override
        public void repack() {}
    }
}
