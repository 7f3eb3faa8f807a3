// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// How a head is written.
final class HeadForm {
    private HeadForm() {}

    static HeadConfig read(FieldReader head) {
        return switch (head.text("kind")) {
            case "binary" -> new HeadConfig.Binary(head.texts("classes"));
            case "multiClass" -> new HeadConfig.MultiClass(head.texts("classes"), head.texts("titles"));
            case "multiLabel" ->
                new HeadConfig.MultiLabel(head.texts("labels"), head.text("separator", HeadConfig.MultiLabel.COMMA));
            case "quantile" -> new HeadConfig.Quantile(head.reals("levels"));
            case "tasks" -> new HeadConfig.Tasks(head.number("dimensions"), head.each("tasks", TaskForm::read));
            case "vector" -> new HeadConfig.Vector(head.text("name"), head.number("dimensions"));
            case "chat" -> new HeadConfig.Chat(head.real("confidence", 0), head.text("default"));
            default -> new HeadConfig.Regression();
        };
    }

    static ObjectNode write(HeadConfig head) {
        FieldWriter tree = new FieldWriter();
        FieldWriter written = switch (head) {
            case HeadConfig.Binary(var classes) -> tree.put("kind", "binary").texts("classes", classes);
            case HeadConfig.MultiClass(var classes, var titles) ->
                tree.put("kind", "multiClass")
                        .texts("classes", classes)
                        .unless(List.<String>of(), titles, (to, some) -> to.texts("titles", some));
            case HeadConfig.Regression() -> tree.put("kind", "regression");
            case HeadConfig.MultiLabel(var labels, var separator) ->
                tree.put("kind", "multiLabel")
                        .texts("labels", labels)
                        .unless(HeadConfig.MultiLabel.COMMA, separator, (to, other) -> to.put("separator", other));
            case HeadConfig.Quantile(var levels) -> tree.put("kind", "quantile").reals("levels", levels);
            case HeadConfig.Tasks(int dimensions, var tasks) ->
                tree.put("kind", "tasks").put("dimensions", dimensions).put("tasks", TaskForm.write(tasks));
            case HeadConfig.Vector(var name, int dimensions) ->
                tree.put("kind", "vector").put("name", name).put("dimensions", dimensions);
            case HeadConfig.Chat(double confidence, var fallback) ->
                tree.put("kind", "chat")
                        .unless(
                                HeadConfig.Chat.BEST.confidence(),
                                confidence,
                                (to, least) -> to.put("confidence", least))
                        .unless(HeadConfig.Chat.BEST.fallback(), fallback, (to, id) -> to.put("default", id));
        };
        return written.tree();
    }
}
