// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns records into the one tree that stands for them, in the order of the documentation. The way back is
/// [ConfigBinder].
///
/// The tree is frozen into releases and digested, so it must not change for a configuration that stays the same: a key
/// that a later version adds is written only where it differs from its default.
final class ConfigTree {
    private ConfigTree() {}

    static ObjectNode of(MixtureConfig config) {
        FieldWriter metadata = new FieldWriter().put("name", config.name());
        return new FieldWriter()
                .put("apiVersion", MixtureConfig.API_VERSION)
                .put("kind", MixtureConfig.KIND)
                .put(
                        "metadata",
                        metadata.unless("", config.description(), (to, text) -> to.put("description", text))
                                .tree())
                .put("spec", spec(config.spec()))
                .tree();
    }

    static ObjectNode spec(MixtureSpec spec) {
        ArrayNode experts = list();
        spec.experts().forEach(expert -> experts.add(ExpertForm.write(expert)));
        ArrayNode examples = list();
        spec.examples().forEach(example -> examples.add(ExampleForm.write(example)));
        return new FieldWriter()
                .put("signature", signature(spec.signature()))
                .put("encoder", EncoderForm.write(spec.encoder()))
                .put("gate", GateForm.write(spec.gate()))
                .put("experts", experts)
                .put("routing", RoutingForm.write(spec.routing()))
                .unless(ExecutionConfig.PARALLEL, spec.execution(), (to, it) -> to.put("execution", execution(it)))
                .put("combine", CombineForm.write(spec.combine()))
                .unless(CachesConfig.OFF, spec.caches(), (to, it) -> to.put("caches", CachesForm.write(it)))
                .put("head", HeadForm.write(spec.head()))
                .unless(list(), examples, (to, some) -> to.put("examples", some))
                .tree();
    }

    private static ObjectNode signature(Signature signature) {
        ArrayNode inputs = list();
        for (InputColumn input : signature.inputs()) {
            inputs.add(new FieldWriter()
                    .put("name", input.name())
                    .put("datatype", input.datatype().name())
                    .tree());
        }
        return new FieldWriter()
                .put("inputs", inputs)
                .put("target", signature.target())
                .tree();
    }

    private static ObjectNode execution(ExecutionConfig execution) {
        return new FieldWriter().put("strategy", Words.of(execution.strategy())).tree();
    }

    private static ArrayNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
