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
        boolean sharedBefore = false;
        for (int i = 0; i < experts.size(); i++) {
            ExpertConfig expert = experts.get(i);
            String field = element(EXPERTS, i);
            violations.require(ids.add(expert.id()), field + ".id", "must be unique", expert.id());
            violations.require(
                    !sharedBefore || expert.traits().shared(),
                    field,
                    "must stand before the shared experts",
                    expert.id());
            sharedBefore |= expert.traits().shared();
            violations.requireUnique(field + ".tenants", expert.traits().tenants());
            violations.requireUnique(field + ".tags", expert.traits().tags());
            check(expert, field, violations);
        }
        violations.require(
                experts.stream().anyMatch(expert -> !expert.traits().shared()),
                EXPERTS,
                "must have at least one that is not shared",
                experts.size() + " shared");
    }

    private static void check(ExpertConfig expert, String field, Violations violations) {
        switch (expert) {
            case ExpertConfig.Ffn ffn -> checkForm(ffn, field, violations);
            case ExpertConfig.Onnx _ -> {}
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
            }
        }
    }

    private static void checkForm(ExpertConfig.Ffn ffn, String field, Violations violations) {
        if (ffn.form() == ExpertConfig.Form.SWIGLU) {
            violations.require(
                    ffn.hidden().size() == 1,
                    field + ".hidden",
                    "must have one element with form swiglu",
                    ffn.hidden().size());
            violations.require(
                    ffn.activation() == Activation.SILU,
                    field + ".activation",
                    "must be silu with form swiglu",
                    Words.of(ffn.activation()));
        }
    }
}
