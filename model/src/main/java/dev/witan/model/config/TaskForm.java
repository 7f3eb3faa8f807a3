// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// How the tasks of a head are written.
final class TaskForm {
    private TaskForm() {}

    static TaskConfig read(FieldReader task) {
        FieldReader tower = task.child("tower");
        return new TaskConfig(
                task.text("name"),
                task.child("head").locate(() -> HeadForm.read(task.child("head"))),
                tower.numbers("hidden"),
                tower.word("activation", Activation.class, Activation.IDENTITY),
                task.texts("experts"));
    }

    static JsonNode write(List<TaskConfig> tasks) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (TaskConfig task : tasks) {
            FieldWriter tree = new FieldWriter().put("name", task.name()).put("head", HeadForm.write(task.head()));
            list.add(tree.unless(
                            List.<Integer>of(),
                            task.hidden(),
                            (to, hidden) -> to.put(
                                    "tower",
                                    ExpertForm.layers(new FieldWriter(), hidden, task.activation())
                                            .tree()))
                    .unless(List.<String>of(), task.experts(), (to, own) -> to.texts("experts", own))
                    .tree());
        }
        return list;
    }
}
