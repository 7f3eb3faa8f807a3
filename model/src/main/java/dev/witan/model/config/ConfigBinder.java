// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import tools.jackson.databind.JsonNode;

/// Turns a tree into records. What is missing or of the wrong type becomes empty text, zero or an empty list, which the
/// records refuse or which gives another tree on the way back, by [ConfigTree]: whoever has not asked the schema
/// compares the two.
final class ConfigBinder {
    private ConfigBinder() {}

    static String name(JsonNode tree) {
        return tree.at("/metadata/name").stringValue("");
    }

    static String description(JsonNode tree) {
        return tree.at("/metadata/description").stringValue("");
    }

    static MixtureSpec spec(JsonNode tree) {
        FieldReader spec = new FieldReader(tree.path("spec"), "spec");
        return spec.locate(() -> new MixtureSpec(
                signature(spec.child("signature")),
                EncoderForm.read(spec.child("encoder")),
                GateForm.read(spec.child("gate")),
                spec.each("experts", ExpertForm::read),
                RoutingForm.read(spec.child("routing")),
                spec.part("execution", ExecutionConfig.PARALLEL, ConfigBinder::execution),
                spec.part("combine", CombineConfig.WEIGHTED_SUM, CombineForm::read),
                spec.part("caches", CachesConfig.OFF, CachesForm::read),
                HeadForm.read(spec.child("head")),
                spec.each("examples", ExampleForm::read)));
    }

    private static Signature signature(FieldReader signature) {
        return new Signature(
                signature.each(
                        "inputs",
                        input -> new InputColumn(input.text("name"), Datatype.valueOf(input.text("datatype")))),
                signature.text("target"));
    }

    private static ExecutionConfig execution(FieldReader execution) {
        return new ExecutionConfig(execution.word("strategy", ExecutionConfig.Strategy.class));
    }
}
