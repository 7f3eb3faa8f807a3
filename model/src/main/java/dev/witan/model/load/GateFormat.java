// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Linear;
import dev.witan.model.config.GateConfig;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A gate as tensors: one network, or for a hierarchical gate `groups` and `within.<group>`, a linear layer each.
final class GateFormat {
    static final Map<String, String> HIERARCHICAL = Map.of("format", "witan.hierarchical-gate.v1");

    private static final String GROUPS = "groups";

    private GateFormat() {}

    static List<Tensor> tensors(Gate gate) {
        return switch (gate) {
            case NetworkGate one -> NetworkFormat.tensors(one.network());
            case TwoPrecisionGate two -> NetworkFormat.tensors(two.network());
            case TaskGate tasks -> TaskFormat.tensors(tasks);
            case HierarchicalGate hierarchical -> tensors(hierarchical);
            default ->
                throw new IllegalArgumentException(
                        "gate must be a network: " + gate.getClass().getSimpleName());
        };
    }

    private static List<Tensor> tensors(HierarchicalGate gate) {
        List<Tensor> tensors = new ArrayList<>(NetworkFormat.tensors(GROUPS, gate.groups()));
        for (int group = 0; group < gate.within().size(); group++) {
            tensors.addAll(NetworkFormat.tensors(within(group), gate.within().get(group)));
        }
        return tensors;
    }

    static HierarchicalGate read(
            String source,
            SafetensorsFile file,
            GateConfig.Hierarchical config,
            int dimensions,
            int experts,
            Arena arena) {
        file.requireOnly(names(config.groups()));
        LayerFormat layers = new LayerFormat(source, file, arena);
        List<Linear> within = new ArrayList<>();
        for (int group = 0; group < config.groups(); group++) {
            within.add(layers.layer(within(group), dimensions, experts / config.groups(), Activation.IDENTITY));
        }
        Linear groups = layers.layer(GROUPS, dimensions, config.groups(), Activation.IDENTITY);
        return new HierarchicalGate(groups, within, config.groupsChosen());
    }

    private static Set<String> names(int groups) {
        Set<String> names = new HashSet<>(
                Set.of(PartNames.SELECTION_BIAS, NetworkFormat.weight(GROUPS), NetworkFormat.bias(GROUPS)));
        for (int group = 0; group < groups; group++) {
            names.add(NetworkFormat.weight(within(group)));
            names.add(NetworkFormat.bias(within(group)));
        }
        return names;
    }

    private static String within(int group) {
        return "within." + group;
    }
}
