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
            case HeadConfig.Tasks tasks -> TaskRules.check(tasks, spec, violations);
            case HeadConfig.Chat chat -> checkChat(chat, spec, violations);
            case HeadConfig one -> checkOne(HEAD, one, violations);
        }
        if (!(spec.head() instanceof HeadConfig.Chat)) {
            checkNoChat(spec.experts(), violations);
        }
    }

    /// The rules within a head of one task.
    static void checkOne(String at, HeadConfig head, Violations violations) {
        switch (head) {
            case HeadConfig.Binary(var classes) -> violations.requireUnique(at + ".classes", classes);
            case HeadConfig.MultiClass(var classes, var titles) -> {
                violations.requireUnique(at + ".classes", classes);
                violations.require(
                        titles.isEmpty() || titles.size() == classes.size(),
                        at + ".titles",
                        "must be as many as classes, " + classes.size(),
                        titles.size());
            }
            case HeadConfig.MultiLabel(var labels, var separator) -> {
                violations.requireUnique(at + ".labels", labels);
                for (int i = 0; i < labels.size(); i++) {
                    violations.require(
                            !labels.get(i).contains(separator),
                            element(at + ".labels", i),
                            "must not contain the separator, '" + separator + "'",
                            labels.get(i));
                }
            }
            case HeadConfig.Quantile(var levels) -> checkLevels(at + ".levels", levels, violations);
            case HeadConfig.Regression _, HeadConfig.Vector _, HeadConfig.Tasks _, HeadConfig.Chat _ -> {}
        }
    }

    private static void checkLevels(String at, List<Double> levels, Violations violations) {
        double before = 0;
        for (int i = 0; i < levels.size(); i++) {
            double level = levels.get(i);
            violations.require(
                    level > before && level < 1, element(at, i), "must be above the one before and below 1", level);
            before = level;
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
