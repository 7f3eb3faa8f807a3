// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// What a mixture reads, in training order, and the name of what it answers.
public record Signature(List<InputColumn> inputs, String target) {
    public Signature {
        inputs = List.copyOf(inputs);
        ConfigLimits.requireBetween("number of inputs", 1, ConfigLimits.INPUTS_MAX, inputs.size());
        ConfigLimits.requireName("target", target);
    }
}
