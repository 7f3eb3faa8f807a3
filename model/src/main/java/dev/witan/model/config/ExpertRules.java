// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static dev.witan.model.config.YamlDocument.element;

import dev.witan.kernels.Activation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules between experts, and those between the fields of one.
final class ExpertRules {
    private static final String EXPERTS = "spec.experts";
    private static final Duration WARM_EVERY_MIN = Duration.ofMillis(100);

    private ExpertRules() {}

    static void check(List<ExpertConfig> experts, Violations violations) {
        Set<String> ids = new HashSet<>();
        Role before = Role.SCORED;
        for (int i = 0; i < experts.size(); i++) {
            ExpertConfig expert = experts.get(i);
            String field = element(EXPERTS, i);
            violations.require(ids.add(expert.id()), field + ".id", "must be unique", expert.id());
            before = checkOrder(expert, before, field, violations);
            violations.requireUnique(field + ".tenants", expert.traits().tenants());
            violations.requireUnique(field + ".tags", expert.traits().tags());
            check(expert, field, violations);
        }
        violations.require(
                experts.stream().anyMatch(expert -> expert.traits().role() == Role.SCORED),
                EXPERTS,
                "must have at least one that is not shared",
                experts.size() + " shared");
    }

    /// Answers the last role that has been seen.
    private static Role checkOrder(ExpertConfig expert, Role before, String field, Violations violations) {
        Role role = expert.traits().role();
        boolean isOfGate = role.isScored() && before.isScored();
        violations.require(
                isOfGate || role.compareTo(before) >= 0,
                field,
                before == Role.STANDBY
                        ? "must stand before the expert on standby"
                        : "must stand before the shared experts",
                expert.id());
        violations.require(
                role != Role.STANDBY || before != Role.STANDBY,
                field + ".role",
                "must be standby of one expert at most",
                expert.id());
        return role.compareTo(before) > 0 ? role : before;
    }

    private static void check(ExpertConfig expert, String field, Violations violations) {
        switch (expert) {
            case ExpertConfig.Ffn ffn -> checkForm(ffn, field, violations);
            case ExpertConfig.Trees _, ExpertConfig.Onnx _ -> {}
            case ExpertConfig.Remote remote -> {
                UrlRule.GRPC_OR_HTTP.check(remote.url(), field, violations);
                boolean isUsed = remote.compression().method() != CompressionConfig.Method.NONE
                        || remote.compression().aboveBytes() == CompressionConfig.NONE.aboveBytes();
                violations.require(
                        isUsed,
                        field + ".compressAbove",
                        "must be left out without compression",
                        SizeText.write(remote.compression().aboveBytes()));
            }
            case ExpertConfig.Function function -> {
                UrlRule.HTTP.check(function.url(), field, violations);
                Duration every = function.warm().every();
                violations.require(
                        !function.warm().isOn() || every.compareTo(WARM_EVERY_MIN) >= 0,
                        field + ".warm.every",
                        "must be at least " + DurationText.write(WARM_EVERY_MIN),
                        DurationText.write(every));
            }
            case ExpertConfig.Chat chat -> {
                UrlRule.HTTP.check(chat.url(), field, violations);
                violations.require(
                        !chat.traits().shared(), field + ".shared", "must be false for an expert of kind chat", true);
                violations.require(
                        chat.traits().role() != Role.STANDBY,
                        field + ".role",
                        "must not be standby for an expert of kind chat",
                        chat.id());
            }
        }
    }

    private static void checkForm(ExpertConfig.Ffn ffn, String field, Violations violations) {
        if (ffn.form().isGated()) {
            String form = Words.of(ffn.form());
            violations.require(
                    ffn.hidden().size() == 1,
                    field + ".hidden",
                    "must have one element with form " + form,
                    ffn.hidden().size());
            violations.require(
                    ffn.activation() == Activation.SILU,
                    field + ".activation",
                    "must be silu with form " + form,
                    Words.of(ffn.activation()));
        }
    }
}
