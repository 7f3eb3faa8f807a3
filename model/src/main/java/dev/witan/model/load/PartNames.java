// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

/// What files, tensors and formats of a release's components are called.
final class PartNames {
    static final String ENCODER_TENSORS = "encoder.safetensors";
    static final String VOCABULARIES = "encoder.json";
    static final String GATE_TENSORS = "gate.safetensors";
    static final String EXPERT_TENSORS = "expert.safetensors";

    static final String TIER_TENSORS = "tiers.safetensors";
    static final String TIER_FORMAT = "witan.tiers.v1";
    static final String TOWER_TENSORS = "towers.safetensors";
    static final String TOWER_FORMAT = "witan.towers.v1";
    static final String TASK_GATE_FORMAT = "witan.task-gate.v1";
    static final String GRAPH_ENCODING = "onnx";
    static final String GRAPH = "model.onnx";
    static final String GATE_FORMAT = "witan.gate.v1";
    static final String EXPERT_FORMAT = "witan.ffn.v1";
    static final String TREES_FORMAT = "witan.trees.v1";
    static final String EXPERT_ENCODING = "f32";

    /// What training learned for balance, one value per expert.
    static final String SELECTION_BIAS = "selection_bias";

    static final String TARGET_MEAN = "target.mean";
    static final String TARGET_DEVIATION = "target.deviation";

    private PartNames() {}
}
