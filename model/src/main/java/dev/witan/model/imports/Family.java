// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.engine.error.WitanException;
import dev.witan.model.config.GroupConfig;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.config.RoutingConfigBuilder;
import dev.witan.model.config.WeightConfig;
import dev.witan.model.imports.SeparateExperts.Names;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a layout's tensors are called, and how a model of it routes.
///
/// @param prefix of the part of the layer that holds the experts
/// @param gate the gate's weights, a row per expert
/// @param gateBias added to the gate's scores
/// @param selectionBias added for the choice alone
record Family(
        Layout layout,
        ModelSettings settings,
        OptionalInt fanOut,
        String prefix,
        String gate,
        Optional<String> gateBias,
        Optional<String> selectionBias) {
    private static final String MLP = "mlp.";
    private static final Names OF_MIXTRAL = new Names("block_sparse_moe.experts.%d", "w1", "w3", "w2");
    private static final Names USUAL = named("mlp.experts.%d");
    private static final Names SHARED = named("mlp.shared_experts");

    private static Names named(String prefix) {
        return new Names(prefix, "gate_proj", "up_proj", "down_proj");
    }

    /// Refuses a model that says of itself that it computes otherwise.
    static Family of(Layout layout, ModelSettings settings, OptionalInt fanOut) {
        settings.require("hidden_act", "silu");
        return switch (layout) {
            case MIXTRAL -> plain(layout, settings, fanOut, "block_sparse_moe.", "block_sparse_moe.gate.weight");
            case OLMOE, QWEN3_MOE -> plain(layout, settings, fanOut, MLP, "mlp.gate.weight");
            case DEEPSEEK_V3 -> {
                settings.require("scoring_func", "sigmoid");
                settings.require("topk_method", "noaux_tc");
                yield new Family(
                        layout,
                        settings,
                        fanOut,
                        MLP,
                        "mlp.gate.weight",
                        Optional.empty(),
                        Optional.of("mlp.gate.e_score_correction_bias"));
            }
            case GPT_OSS -> {
                settings.require("swiglu_limit", 7);
                yield new Family(
                        layout,
                        settings,
                        fanOut,
                        MLP,
                        "mlp.router.weight",
                        Optional.of("mlp.router.bias"),
                        Optional.empty());
            }
        };
    }

    private static Family plain(Layout layout, ModelSettings settings, OptionalInt fanOut, String prefix, String gate) {
        return new Family(layout, settings, fanOut, prefix, gate, Optional.empty(), Optional.empty());
    }

    /// The parts with a number per expert.
    List<String> vectors() {
        return Stream.concat(gateBias.stream(), selectionBias.stream()).toList();
    }

    ExpertSource routed(LayerTensors tensors, int experts, int width) {
        return switch (layout) {
            case MIXTRAL -> new SeparateExperts(tensors, OF_MIXTRAL, experts, width);
            case OLMOE, QWEN3_MOE, DEEPSEEK_V3 -> new SeparateExperts(tensors, USUAL, experts, width);
            case GPT_OSS -> new StackedExperts(tensors, experts, width);
        };
    }

    /// The experts that answer always: one network, as wide as all of them together.
    Optional<ExpertSource> shared(LayerTensors tensors, int width) {
        boolean isThere = layout == Layout.DEEPSEEK_V3 && settings.number("n_shared_experts", 1) > 0;
        return isThere ? Optional.of(new SeparateExperts(tensors, SHARED, 1, width)) : Optional.empty();
    }

    Set<String> parts(ExpertSource routed, Optional<ExpertSource> shared) {
        Set<String> parts = new TreeSet<>(vectors());
        parts.add(gate);
        parts.addAll(routed.parts());
        shared.ifPresent(network -> parts.addAll(network.parts()));
        return parts;
    }

    RoutingConfig routing(int experts) {
        RoutingConfigBuilder routing = RoutingConfig.builder(fanOut(experts)).weights(weights());
        if (layout == Layout.DEEPSEEK_V3) {
            int count = settings.number("n_group", 8);
            int chosen = settings.number("topk_group", 4);
            if (chosen < count) {
                routing.groups(new GroupConfig(count, chosen));
            }
        }
        return routing.build();
    }

    private int fanOut(int experts) {
        int usual = settings.number("num_experts_per_tok", settings.number("experts_per_token", layout.fanOut()));
        int chosen = fanOut.orElse(usual);
        if (chosen < 1 || chosen > experts) {
            throw WitanException.invalidInput(
                    "%s: a token must go to between 1 and %d experts: %d; give --fan-out, or put config.json beside the file"
                            .formatted(settings.source(), experts, chosen));
        }
        return chosen;
    }

    private WeightConfig weights() {
        return switch (layout) {
            case MIXTRAL, GPT_OSS -> WeightConfig.DEFAULTS;
            case OLMOE -> softmax(false);
            case QWEN3_MOE -> softmax(true);
            case DEEPSEEK_V3 ->
                new WeightConfig(
                        WeightConfig.Form.SIGMOID,
                        settings.flag("norm_topk_prob", true),
                        settings.real("routed_scaling_factor", 2.5));
        };
    }

    private WeightConfig softmax(boolean renormalises) {
        boolean renormalise = settings.flag("norm_topk_prob", renormalises);
        return new WeightConfig(WeightConfig.Form.SOFTMAX_TOP_K, renormalise, 1);
    }
}
