// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.CONFIGURATION;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.wire.GrpcReply;
import dev.witan.conformance.wire.Reply;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelConfigRequest;
import inference.ModelConfigResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The model configuration extension over REST and gRPC.
final class ConfigurationCases {
    private static final String EXTENSION = "model_configuration";

    private ConfigurationCases() {}

    static List<Case> rest() {
        return new Rules("rest.configuration")
                .must(
                        "announced",
                        CONFIGURATION,
                        "A server that announces model_configuration tells it; another answers with an error status.",
                        trial -> Announced.isTrue(trial, EXTENSION, trial.get(trial.modelPath() + "/config")))
                .extension("name", CONFIGURATION, "A configuration has the name of its model.", on(trial -> {
                    JsonNode config = config(trial, trial.modelPath());
                    trial.expect(
                            config.path("name").asString("").equals(trial.model()), "name " + trial.model(), config);
                }))
                .extension(
                        "tensors",
                        CONFIGURATION,
                        "A configuration names the inputs and outputs that the metadata names.",
                        on(ConfigurationCases::namesTensors))
                .extension("version", CONFIGURATION, "A version has a configuration of its own path.", on(trial -> {
                    JsonNode config = config(trial, trial.modelPath() + "/versions/" + Trial.segment(trial.version()));
                    trial.expect(
                            config.path("name").asString("").equals(trial.model()), "name " + trial.model(), config);
                }))
                .extension(
                        "unknown-model",
                        CONFIGURATION,
                        "The configuration of a model that does not exist is refused.",
                        on(trial -> trial.expectRefusal(trial.get(Trial.modelPath(Unknown.MODEL) + "/config"))))
                .cases();
    }

    static List<Case> grpc() {
        return new Rules("grpc.configuration")
                .must(
                        "announced",
                        CONFIGURATION,
                        "A server that announces model_configuration has ModelConfig; another answers UNIMPLEMENTED.",
                        trial -> Announced.isTrue(trial, EXTENSION, ask(trial, trial.model())))
                .extension("name", CONFIGURATION, "ModelConfig has the name of its model.", on(trial -> {
                    GrpcReply<ModelConfigResponse> reply = ask(trial, trial.model());
                    trial.expect(
                            reply.isAnswered()
                                    && reply.message().getConfig().getName().equals(trial.model()),
                            "name " + trial.model(),
                            reply);
                }))
                .extension(
                        "unknown-model",
                        CONFIGURATION,
                        "ModelConfig of a model that does not exist is refused.",
                        on(trial -> trial.grpc().expectRefusal(ask(trial, Unknown.MODEL))))
                .cases();
    }

    private static Case.Check on(Case.Check check) {
        return trial -> {
            trial.requireExtension(EXTENSION);
            check.run(trial);
        };
    }

    private static JsonNode config(Trial trial, String path) {
        Reply reply = trial.get(path + "/config");
        trial.expectStatus(reply, 200);
        return trial.json(reply);
    }

    private static void namesTensors(Trial trial) {
        JsonNode config = config(trial, trial.modelPath());
        names(trial, config.path("input"), trial.subject().inputs());
        names(trial, config.path("output"), trial.subject().outputs());
    }

    private static void names(Trial trial, JsonNode found, List<TensorSpec> expected) {
        List<String> names = found.valueStream()
                .map(tensor -> tensor.path("name").asString(""))
                .sorted()
                .toList();
        List<String> declared = expected.stream().map(TensorSpec::name).sorted().toList();
        trial.expect(names.equals(declared), "tensors " + declared, names);
    }

    private static GrpcReply<ModelConfigResponse> ask(Trial trial, String model) {
        return trial.grpc()
                .call(
                        GRPCInferenceServiceGrpc.getModelConfigMethod(),
                        ModelConfigRequest.newBuilder().setName(model).build());
    }
}
