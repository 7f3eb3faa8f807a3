// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.DATATYPES;
import static dev.witan.conformance.check.Source.GRPC_HEALTH;
import static dev.witan.conformance.check.Source.GRPC_METADATA;
import static dev.witan.conformance.check.Source.GRPC_STATUS;
import static inference.GRPCInferenceServiceGrpc.getModelMetadataMethod;
import static inference.GRPCInferenceServiceGrpc.getModelReadyMethod;
import static inference.GRPCInferenceServiceGrpc.getServerLiveMethod;
import static inference.GRPCInferenceServiceGrpc.getServerMetadataMethod;
import static inference.GRPCInferenceServiceGrpc.getServerReadyMethod;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.GrpcTrial;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.wire.GrpcReply;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ServerLiveRequest;
import inference.ServerMetadataRequest;
import inference.ServerMetadataResponse;
import inference.ServerReadyRequest;
import io.grpc.Status;
import java.util.HashSet;
import java.util.List;

/// Health and metadata over gRPC.
final class GrpcHealthCases {
    private GrpcHealthCases() {}

    static List<Case> health() {
        return new Rules("grpc.health")
                .must("live", GRPC_HEALTH, "ServerLive of a server that runs answers true.", trial -> {
                    boolean isLive = trial.grpc()
                            .answer(getServerLiveMethod(), ServerLiveRequest.getDefaultInstance())
                            .getLive();
                    trial.expect(isLive, "live: true", "live: false");
                })
                .must("ready", GRPC_HEALTH, "ServerReady of a server whose models are loaded answers true.", trial -> {
                    boolean isReady = trial.grpc()
                            .answer(getServerReadyMethod(), ServerReadyRequest.getDefaultInstance())
                            .getReady();
                    trial.expect(isReady, "ready: true", "ready: false");
                })
                .must(
                        "model-ready",
                        GRPC_HEALTH,
                        "ModelReady of a model that is loaded answers true.",
                        trial -> isReady(trial, trial.model(), ""))
                .must(
                        "version-ready",
                        GRPC_HEALTH,
                        "ModelReady of a version that the metadata lists answers true.",
                        trial -> isReady(trial, trial.model(), trial.version()))
                .must(
                        "unknown-model",
                        GRPC_HEALTH,
                        "ModelReady of a model that does not exist answers false, or with an error status.",
                        trial -> isNotReady(trial, ready(Unknown.MODEL, "")))
                .must(
                        "unknown-version",
                        GRPC_HEALTH,
                        "ModelReady of a version that does not exist answers false, or with an error status.",
                        trial -> isNotReady(trial, ready(trial.model(), Unknown.VERSION)))
                .cases();
    }

    static List<Case> metadata() {
        return new Rules("grpc.metadata")
                .must("server", GRPC_METADATA, "ServerMetadata has the server's name and version.", trial -> {
                    ServerMetadataResponse server = server(trial);
                    trial.expect(
                            !server.getName().isEmpty() && !server.getVersion().isEmpty(), "name and version", server);
                })
                .should(
                        "same-server",
                        GRPC_METADATA,
                        "ServerMetadata announces over gRPC the extensions that it announces over REST.",
                        trial -> {
                            List<String> extensions = server(trial).getExtensionsList();
                            trial.expect(
                                    new HashSet<>(extensions)
                                            .equals(trial.subject().extensions()),
                                    "extensions "
                                            + trial.subject().extensions().stream()
                                                    .sorted()
                                                    .toList(),
                                    extensions);
                        })
                .must(
                        "model",
                        GRPC_METADATA,
                        "ModelMetadata has the name under which the model was asked for.",
                        trial -> {
                            String name = model(trial).getName();
                            trial.expect(name.equals(trial.model()), "name '" + trial.model() + "'", name);
                        })
                .must("platform", GRPC_METADATA, "ModelMetadata has the model's platform.", trial -> {
                    ModelMetadataResponse model = model(trial);
                    trial.expect(!model.getPlatform().isEmpty(), "a platform", model);
                })
                .must(
                        "datatypes",
                        DATATYPES,
                        "The datatypes in ModelMetadata are those of the protocol (and BF16).",
                        trial -> {
                            ModelMetadataResponse model = model(trial);
                            model.getInputsList().forEach(input -> hasDatatype(trial, input));
                            model.getOutputsList().forEach(output -> hasDatatype(trial, output));
                        })
                .must(
                        "same-model",
                        GRPC_METADATA,
                        "ModelMetadata says of inputs, outputs and versions what REST says.",
                        GrpcHealthCases::saysTheSame)
                .must(
                        "version",
                        GRPC_METADATA,
                        "ModelMetadata of a version that the metadata lists answers, with the model's name.",
                        trial -> {
                            String name = trial.grpc()
                                    .answer(getModelMetadataMethod(), request(trial.model(), trial.version()))
                                    .getName();
                            trial.expect(name.equals(trial.model()), "name '" + trial.model() + "'", name);
                        })
                .must(
                        "unknown-model",
                        GRPC_METADATA,
                        "ModelMetadata of a model that does not exist ends with an error status.",
                        trial -> trial.grpc()
                                .expectRefusal(trial.grpc().call(getModelMetadataMethod(), request(Unknown.MODEL, ""))))
                .must(
                        "unknown-version",
                        GRPC_METADATA,
                        "ModelMetadata of a version that does not exist ends with an error status.",
                        trial -> trial.grpc()
                                .expectRefusal(trial.grpc()
                                        .call(getModelMetadataMethod(), request(trial.model(), Unknown.VERSION))))
                .should(
                        "unknown-not-found",
                        GRPC_STATUS,
                        "The status for a model or a version that does not exist is NOT_FOUND.",
                        trial -> {
                            GrpcTrial grpc = trial.grpc();
                            grpc.expectCode(
                                    grpc.call(getModelMetadataMethod(), request(Unknown.MODEL, "")),
                                    Status.Code.NOT_FOUND);
                            grpc.expectCode(
                                    grpc.call(getModelMetadataMethod(), request(trial.model(), Unknown.VERSION)),
                                    Status.Code.NOT_FOUND);
                        })
                .cases();
    }

    private static ModelReadyRequest ready(String model, String version) {
        return ModelReadyRequest.newBuilder().setName(model).setVersion(version).build();
    }

    private static void isReady(Trial trial, String model, String version) {
        ModelReadyResponse answer = trial.grpc().answer(getModelReadyMethod(), ready(model, version));
        trial.expect(answer.getReady(), "ready: true", "ready: false");
    }

    private static void isNotReady(Trial trial, ModelReadyRequest request) {
        GrpcReply<ModelReadyResponse> reply = trial.grpc().call(getModelReadyMethod(), request);
        boolean isUnimplemented = !reply.isAnswered() && reply.code() == Status.Code.UNIMPLEMENTED;
        boolean isReady = reply.isAnswered() && reply.message().getReady();
        trial.expect(!isReady && !isUnimplemented, "ready: false, or an error status", isReady ? "ready: true" : reply);
    }

    private static ServerMetadataResponse server(Trial trial) {
        return trial.grpc().answer(getServerMetadataMethod(), ServerMetadataRequest.getDefaultInstance());
    }

    private static ModelMetadataRequest request(String model, String version) {
        return ModelMetadataRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build();
    }

    private static ModelMetadataResponse model(Trial trial) {
        return trial.grpc().answer(getModelMetadataMethod(), request(trial.model(), ""));
    }

    private static void hasDatatype(Trial trial, TensorMetadata tensor) {
        trial.expect(Datatype.named(tensor.getDatatype()).isPresent(), "a datatype of the protocol", tensor);
    }

    private static void saysTheSame(Trial trial) {
        ModelMetadataResponse model = model(trial);
        same(trial, "inputs", trial.subject().inputs(), model.getInputsList());
        same(trial, "outputs", trial.subject().outputs(), model.getOutputsList());
        trial.expect(
                model.getVersionsList().equals(trial.subject().versions()),
                "versions " + trial.subject().versions(),
                model.getVersionsList());
    }

    private static void same(Trial trial, String what, List<TensorSpec> expected, List<TensorMetadata> found) {
        List<TensorSpec> specs = found.stream()
                .map(tensor -> new TensorSpec(tensor.getName(), tensor.getDatatype(), tensor.getShapeList()))
                .toList();
        trial.expect(specs.equals(expected), "%s %s".formatted(what, expected), specs);
    }
}
