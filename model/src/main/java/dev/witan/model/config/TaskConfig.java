// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;

/// One of the tasks of a mixture that has several.
///
/// @param name of the task, which its outputs begin with
/// @param head what the tower's outputs mean; not of several tasks
/// @param hidden widths of the tower's hidden layers; none for a linear tower
/// @param activation after each of them
/// @param experts the ids of those that no other task may use, among those that the gate scores
public record TaskConfig(
        String name, HeadConfig head, List<Integer> hidden, Activation activation, List<String> experts) {
    public TaskConfig {
        hidden = List.copyOf(hidden);
        experts = List.copyOf(experts);
        ConfigLimits.requireName("task", name);
        ConfigLimits.requireHidden(hidden, 0);
    }
}
