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
        HeadConfig head,
        List<ExampleConfig> examples) {
    public MixtureSpec {
        experts = List.copyOf(experts);
        examples = List.copyOf(examples);
        ConfigLimits.requireBetween("number of experts", 1, ConfigLimits.EXPERTS_MAX, experts.size());
        ConfigLimits.requireBetween("fanOut", 1, ConfigLimits.FAN_OUT_MAX, fanOut);
        ConfigLimits.requireBetween("number of examples", 0, ConfigLimits.EXAMPLES_MAX, examples.size());
    }

    /// Without examples.
    public MixtureSpec(
            Signature signature,
            EncoderConfig encoder,
            GateConfig gate,
            List<ExpertConfig> experts,
            int fanOut,
            CombineConfig combine,
            HeadConfig head) {
        this(signature, encoder, gate, experts, fanOut, combine, head, List.of());
    }

    /// The same with these examples.
    public MixtureSpec withExamples(List<ExampleConfig> others) {
        return new MixtureSpec(signature, encoder, gate, experts, fanOut, combine, head, others);
    }
}
