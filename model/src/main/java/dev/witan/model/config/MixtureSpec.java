// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// The `spec` of a mixture, part by part. The parts hold together only once a [MixtureConfig] has taken them.
///
/// @param experts those that the gate scores, in the order of its scores, then the shared ones, then the one on standby
public record MixtureSpec(
        Signature signature,
        EncoderConfig encoder,
        GateConfig gate,
        List<ExpertConfig> experts,
        RoutingConfig routing,
        ExecutionConfig execution,
        CombineConfig combine,
        CachesConfig caches,
        HeadConfig head,
        List<ExampleConfig> examples) {
    public MixtureSpec {
        experts = List.copyOf(experts);
        examples = List.copyOf(examples);
        ConfigLimits.requireBetween("number of experts", 1, ConfigLimits.EXPERTS_MAX, experts.size());
        ConfigLimits.requireBetween("number of examples", 0, ConfigLimits.EXAMPLES_MAX, examples.size());
    }

    /// Top-K with a combination, and everything else as it is by default.
    public MixtureSpec(
            Signature signature,
            EncoderConfig encoder,
            GateConfig gate,
            List<ExpertConfig> experts,
            int fanOut,
            CombineConfig combine,
            HeadConfig head) {
        this(
                signature,
                encoder,
                gate,
                experts,
                RoutingConfig.topK(fanOut),
                ExecutionConfig.PARALLEL,
                combine,
                CachesConfig.OFF,
                head,
                List.of());
    }

    /// How many experts the gate scores, the masked ones included: the others come after them.
    public int scoredExperts() {
        return count(Role.SCORED) + count(Role.MASKED);
    }

    /// How many experts rows can be routed to by the gate: the scored ones without the masked.
    public int openExperts() {
        return count(Role.SCORED);
    }

    /// How many experts every row goes to.
    public int sharedExperts() {
        return count(Role.SHARED);
    }

    private int count(Role role) {
        return Math.toIntExact(experts.stream()
                .filter(expert -> expert.traits().role() == role)
                .count());
    }

    /// The same with these experts.
    public MixtureSpec withExperts(List<ExpertConfig> others) {
        return new MixtureSpec(signature, encoder, gate, others, routing, execution, combine, caches, head, examples);
    }

    /// The same with that gate.
    public MixtureSpec withGate(GateConfig other) {
        return new MixtureSpec(signature, encoder, other, experts, routing, execution, combine, caches, head, examples);
    }

    /// The same with that routing.
    public MixtureSpec withRouting(RoutingConfig other) {
        return new MixtureSpec(signature, encoder, gate, experts, other, execution, combine, caches, head, examples);
    }

    /// The same with that execution.
    public MixtureSpec withExecution(ExecutionConfig other) {
        return new MixtureSpec(signature, encoder, gate, experts, routing, other, combine, caches, head, examples);
    }

    /// The same with that combination.
    public MixtureSpec withCombine(CombineConfig other) {
        return new MixtureSpec(signature, encoder, gate, experts, routing, execution, other, caches, head, examples);
    }

    /// The same with these caches.
    public MixtureSpec withCaches(CachesConfig other) {
        return new MixtureSpec(signature, encoder, gate, experts, routing, execution, combine, other, head, examples);
    }

    /// The same with that head.
    public MixtureSpec withHead(HeadConfig other) {
        return new MixtureSpec(signature, encoder, gate, experts, routing, execution, combine, caches, other, examples);
    }

    /// The same with these examples.
    public MixtureSpec withExamples(List<ExampleConfig> others) {
        return new MixtureSpec(signature, encoder, gate, experts, routing, execution, combine, caches, head, others);
    }
}
