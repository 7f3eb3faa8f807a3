// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// The `spec` of a mixture, part by part. The parts hold together only once a [MixtureConfig] has taken them.
public record MixtureSpec(
        Signature signature,
        EncoderConfig encoder,
        GateConfig gate,
        List<ExpertConfig> experts,
        int fanOut,
        CombineConfig combine,
        HeadConfig head) {
    public MixtureSpec {
        experts = List.copyOf(experts);
        ConfigLimits.requireBetween("number of experts", 1, ConfigLimits.EXPERTS_MAX, experts.size());
        ConfigLimits.requireBetween("fanOut", 1, ConfigLimits.FAN_OUT_MAX, fanOut);
    }
}
