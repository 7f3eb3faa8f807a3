// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;

/// Which gate scores the experts.
public sealed interface GateConfig {

    /// One linear layer.
    record Linear() implements GateConfig {}

    /// Hidden layers of these widths, each followed by the activation, and a linear one.
    record Mlp(List<Integer> hidden, Activation activation) implements GateConfig {
        public Mlp {
            hidden = List.copyOf(hidden);
            ConfigLimits.requireHidden(hidden, 1);
        }
    }
}
