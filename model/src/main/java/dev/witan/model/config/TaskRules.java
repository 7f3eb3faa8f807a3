// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static dev.witan.model.config.YamlDocument.element;

import java.util.ArrayList;
import java.util.List;

/// The rules of a mixture of several tasks: what a task may be, and what goes with a row that knows its task.
final class TaskRules {
    private static final String TASKS = "spec.head.tasks";

    private TaskRules() {}

    static void check(HeadConfig.Tasks head, MixtureSpec spec, Violations violations) {
        violations.requireUnique(
                TASKS, head.tasks().stream().map(TaskConfig::name).toList());
        for (int i = 0; i < head.tasks().size(); i++) {
            checkTask(element(TASKS, i), head.tasks().get(i), violations);
        }
        checkExperts(head.tasks(), spec, violations);
        checkGate(spec, violations);
        checkRest(spec, violations);
    }

    private static void checkTask(String at, TaskConfig task, Violations violations) {
        boolean isOne = switch (task.head()) {
            case HeadConfig.Binary _,
                    HeadConfig.MultiClass _,
                    HeadConfig.MultiLabel _,
                    HeadConfig.Quantile _,
                    HeadConfig.Regression _ -> true;
            case HeadConfig.Tasks _, HeadConfig.Vector _, HeadConfig.Chat _ -> false;
        };
        violations.require(
                isOne,
                at + ".head.kind",
                "must be binary, multiClass, multiLabel, quantile or regression",
                HeadForm.write(task.head()).path("kind").asString());
        HeadRules.checkOne(at + ".head", task.head(), violations);
    }

    private static void checkExperts(List<TaskConfig> tasks, MixtureSpec spec, Violations violations) {
        List<String> scored = spec.experts().stream()
                .filter(expert -> expert.traits().role().isScored())
                .map(ExpertConfig::id)
                .toList();
        List<String> owned = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            for (String id : tasks.get(i).experts()) {
                String at = element(TASKS, i) + ".experts";
                violations.requireKnown(scored, at, "must be an expert that the gate scores", id);
                violations.require(!owned.contains(id), at, "must not be another task's as well", id);
                violations.require(
                        !spec.combine().fallback().equals(id),
                        "spec.combine.fallback",
                        "must not be one task's own expert",
                        id);
                owned.add(id);
            }
        }
        requireOpenExperts(tasks, owned, spec, violations);
    }

    /// A masked expert keeps its place in the gate and gets no row, so that it answers no task.
    private static void requireOpenExperts(
            List<TaskConfig> tasks, List<String> owned, MixtureSpec spec, Violations violations) {
        List<String> open = spec.experts().stream()
                .filter(expert -> expert.traits().role() == Role.SCORED)
                .map(ExpertConfig::id)
                .toList();
        boolean isAnyShared = open.stream().anyMatch(id -> !owned.contains(id));
        for (int i = 0; i < tasks.size(); i++) {
            List<String> own = tasks.get(i).experts();
            violations.require(
                    isAnyShared || own.stream().anyMatch(open::contains),
                    element(TASKS, i) + ".experts",
                    "must name an expert that is not masked, where every other one that is not is another task's",
                    own.isEmpty() ? "none" : String.join(", ", own));
        }
    }

    private static void checkGate(MixtureSpec spec, Violations violations) {
        boolean fits = switch (spec.gate()) {
            case GateConfig.Linear(var precision) -> precision == GateConfig.Precision.F32;
            case GateConfig.Mlp(var _, var _, var precision) -> precision == GateConfig.Precision.F32;
            case GateConfig.Hierarchical _, GateConfig.Onnx _ -> false;
        };
        violations.require(fits, "spec.gate", "must be linear or mlp in f32 with head tasks", "another");
    }

    private static void checkRest(MixtureSpec spec, Violations violations) {
        String rule = "must be left out with head tasks";
        RoutingConfig routing = spec.routing();
        violations.require(!routing.tiers().isOn(), "spec.routing.tiers", rule, "tiers");
        violations.require(!routing.groups().isOn(), "spec.routing.groups", rule, "groups");
        violations.require(
                spec.caches().routing().equals(CachesConfig.OFF.routing()), "spec.caches.routing", rule, "a cache");
        boolean isTokens = spec.encoder() instanceof EncoderConfig.Vector(var _, var _, boolean tokens) && tokens;
        violations.require(!isTokens, "spec.encoder.tokens", rule, isTokens);
    }
}
