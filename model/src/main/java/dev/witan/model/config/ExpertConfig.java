// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;

/// One expert of a mixture.
public sealed interface ExpertConfig {

    /// Unique in the mixture, and the name of the expert's folder.
    String id();

    /// What a person should know of the expert; may be empty.
    String description();

    /// A feed-forward network run by the kernels: hidden layers of these widths, each followed by the activation, and
    /// a linear one.
    record Ffn(String id, String description, List<Integer> hidden, Activation activation) implements ExpertConfig {
        public Ffn {
            hidden = List.copyOf(hidden);
            ConfigLimits.requireIdentifier("id", id);
            ConfigLimits.requireDescription(description);
            ConfigLimits.requireHidden(hidden, 0);
        }
    }
}
