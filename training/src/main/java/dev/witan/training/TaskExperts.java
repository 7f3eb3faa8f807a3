// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.gate.TaskGate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The experts of several tasks: those that all may use, then each task's own, which are named after its number.
final class TaskExperts {
    private static final Pattern OWN = Pattern.compile("task-([0-9]+)-expert-[0-9]+");

    private TaskExperts() {}

    static List<ExpertShape> of(int shared, int tasks, int own, List<Integer> hidden) {
        List<ExpertShape> experts = new ArrayList<>();
        for (int i = 0; i < shared; i++) {
            experts.add(new ExpertShape.Network("expert-" + i, hidden));
        }
        for (int task = 0; task < tasks; task++) {
            for (int i = 0; i < own; i++) {
                experts.add(new ExpertShape.Network("task-%d-expert-%d".formatted(task, i), hidden));
            }
        }
        return experts;
    }

    /// The number of the task whose own an expert is, or [TaskGate#SHARED].
    static int ownerOf(String id) {
        Matcher own = OWN.matcher(id);
        return own.matches() ? Integer.parseInt(own.group(1)) : TaskGate.SHARED;
    }
}
