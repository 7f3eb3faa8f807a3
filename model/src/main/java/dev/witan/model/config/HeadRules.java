// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static dev.witan.model.config.YamlDocument.element;

import java.util.List;

/// The rules between the head and the experts, and those between its own fields.
final class HeadRules {
    private static final String HEAD = "spec.head";

    private HeadRules() {}

    static void check(MixtureSpec spec, Violations violations) {
        switch (spec.head()) {
            case HeadConfig.Binary(var classes) -> violations.requireUnique(HEAD + ".classes", classes);
            case HeadConfig.MultiClass(var classes, var titles) -> {
                violations.requireUnique(HEAD + ".classes", classes);
                violations.require(
                        titles.isEmpty() || titles.size() == classes.size(),
                        HEAD + ".titles",
                        "must be as many as classes, " + classes.size(),
                        titles.size());
            }
            case HeadConfig.Regression _, HeadConfig.Vector _ -> {}
            case HeadConfig.Chat chat -> checkChat(chat, spec, violations);
        }
        if (!(spec.head() instanceof HeadConfig.Chat)) {
            checkNoChat(spec.experts(), violations);
        }
    }

    private static void checkChat(HeadConfig.Chat head, MixtureSpec spec, Violations violations) {
        List<ExpertConfig> experts = spec.experts();
        for (int i = 0; i < experts.size(); i++) {
            violations.require(
                    experts.get(i) instanceof ExpertConfig.Chat,
                    element("spec.experts", i) + ".kind",
                    "must be chat with head chat",
                    experts.get(i).kind());
        }
        boolean readsOneText = spec.encoder() instanceof EncoderConfig.Table(var columns)
                && columns.size() == 1
                && columns.getFirst() instanceof EncodedColumn.Text;
        violations.require(
                readsOneText, "spec.encoder", "must be a table of one text column with head chat", "another");
        violations.require(
                spec.combine().equals(CombineConfig.WEIGHTED_SUM),
                "spec.combine",
                "must be left out with head chat, where one expert answers",
                Words.of(spec.combine().kind()));
        List<String> ids = experts.stream().map(ExpertConfig::id).toList();
        head.defaultExpert().ifPresent(id -> violations.requireKnown(ids, HEAD + ".default", "must be an expert", id));
        violations.require(
                head.confidence() == 0 || !head.fallback().isEmpty(),
                HEAD + ".confidence",
                "must be left out without a default",
                head.confidence());
    }

    private static void checkNoChat(List<ExpertConfig> experts, Violations violations) {
        for (int i = 0; i < experts.size(); i++) {
            violations.require(
                    !(experts.get(i) instanceof ExpertConfig.Chat),
                    element("spec.experts", i) + ".kind",
                    "must not be chat unless the head is",
                    experts.get(i).kind());
        }
    }
}
