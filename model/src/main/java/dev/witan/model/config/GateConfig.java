// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;

/// Which gate scores the experts.
public sealed interface GateConfig {

    /// One linear layer.
    record Linear(Precision precision) implements GateConfig {
        /// In full precision.
        public Linear() {
            this(Precision.F32);
        }
    }

    /// Hidden layers of these widths, each followed by the activation, and a linear one.
    record Mlp(List<Integer> hidden, Activation activation, Precision precision) implements GateConfig {
        public Mlp {
            hidden = List.copyOf(hidden);
            ConfigLimits.requireHidden(hidden, 1);
        }

        /// In full precision.
        public Mlp(List<Integer> hidden, Activation activation) {
            this(hidden, activation, Precision.F32);
        }
    }

    /// A linear gate over groups of experts, as many in each, and a linear gate within each of the chosen groups.
    ///
    /// @param groups how many there are; the experts are cut into them in their order
    /// @param groupsChosen how many of them a row looks into
    record Hierarchical(int groups, int groupsChosen) implements GateConfig {
        public Hierarchical {
            ConfigLimits.requireBetween("groups", 2, ConfigLimits.EXPERTS_MAX, groups);
            ConfigLimits.requireBetween("groupsChosen", 1, ConfigLimits.EXPERTS_MAX, groupsChosen);
        }
    }

    /// A graph of the Open Neural Network Exchange, kept in the release as `model.onnx`.
    record Onnx() implements GateConfig {}

    /// In which numbers the scores are computed.
    enum Precision {
        /// Single precision throughout.
        F32,
        /// A shortlist in eight bits, its members again in single precision: the same choice, proven.
        EXACT8
    }
}
