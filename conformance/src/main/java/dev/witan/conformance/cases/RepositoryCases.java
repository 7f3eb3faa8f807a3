// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.REPOSITORY;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.GrpcReply;
import dev.witan.conformance.wire.Reply;
import inference.GRPCInferenceServiceGrpc;
import inference.RepositoryIndexRequest;
import inference.RepositoryIndexResponse;
import inference.RepositoryIndexResponse.ModelIndex;
import inference.RepositoryModelLoadRequest;
import inference.RepositoryModelUnloadRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The model repository extension over REST and gRPC. Load and unload are only tried on the model when the caller
/// allows it, and whatever comes of it the model is loaded again.
final class RepositoryCases {
    private static final String EXTENSION = "model_repository";
    private static final String INDEX = "v2/repository/index";

    private RepositoryCases() {}

    static List<Case> rest() {
        return new Rules("rest.repository")
                .must(
                        "announced",
                        REPOSITORY,
                        "A server that announces model_repository has an index; another answers with an error status.",
                        trial -> Announced.isTrue(trial, EXTENSION, trial.send(Call.post(INDEX, "{}"))))
                .extension(
                        "index-fields",
                        REPOSITORY,
                        "Each entry of the index has a name, and strings as the rest.",
                        on(RepositoryCases::hasFields))
                .extension(
                        "index-has-model",
                        REPOSITORY,
                        "A model that is ready is in the index as READY.",
                        on(trial -> trial.expect(state(trial).equals("READY"), "state READY", state(trial))))
                .extension(
                        "index-ready-only",
                        REPOSITORY,
                        "With ready only models that are READY are listed.",
                        on(RepositoryCases::listsReadyOnly))
                .extension(
                        "load-unknown",
                        REPOSITORY,
                        "Loading a model that does not exist is refused.",
                        on(trial -> trial.expectRefusal(trial.sendAsAdministrator(load(Unknown.MODEL)))))
                .extension(
                        "unload-needs-model",
                        REPOSITORY,
                        "Nothing is below the repository but models.",
                        on(trial -> trial.expectRefusal(
                                trial.sendAsAdministrator(Call.post("v2/repository/models", "{}")))))
                .extension("reload", REPOSITORY, "A model that is loaded can be loaded again.", allowed(trial -> {
                    trial.expectStatus(trial.sendAsAdministrator(load(trial.model())), 200);
                    isAnswered(trial);
                }))
                .extension(
                        "unload",
                        REPOSITORY,
                        "A model that was unloaded is not ready and answers no more.",
                        allowed(RepositoryCases::unloads))
                .extension(
                        "load",
                        REPOSITORY,
                        "A model that is loaded again is ready and answers as before.",
                        allowed(RepositoryCases::loadsAgain))
                .cases();
    }

    static List<Case> grpc() {
        return new Rules("grpc.repository")
                .must(
                        "announced",
                        REPOSITORY,
                        "A server that announces model_repository has RepositoryIndex; another answers UNIMPLEMENTED.",
                        trial -> Announced.isTrue(trial, EXTENSION, index(trial, false)))
                .extension(
                        "index-has-model", REPOSITORY, "A model that is ready is in the index as READY.", on(trial -> {
                            List<ModelIndex> models = models(trial, true);
                            boolean isThere = models.stream()
                                    .anyMatch(model -> model.getName().equals(trial.model())
                                            && model.getState().equals("READY"));
                            trial.expect(isThere, trial.model() + " as READY", models);
                        }))
                .extension(
                        "index-ready-only",
                        REPOSITORY,
                        "With ready only models that are READY are listed.",
                        on(trial -> models(trial, true)
                                .forEach(
                                        model -> trial.expect(model.getState().equals("READY"), "state READY", model))))
                .extension(
                        "load-unknown",
                        REPOSITORY,
                        "Loading a model that does not exist is refused.",
                        on(trial -> trial.grpc().expectRefusal(load(trial, Unknown.MODEL))))
                .extension(
                        "unload-and-load",
                        REPOSITORY,
                        "A model can be unloaded and loaded again over gRPC.",
                        allowed(RepositoryCases::unloadsAndLoads))
                .cases();
    }

    private static Case.Check on(Case.Check check) {
        return trial -> {
            trial.requireExtension(EXTENSION);
            check.run(trial);
        };
    }

    private static Case.Check allowed(Case.Check check) {
        return on(trial -> {
            if (!trial.target().mayUnload()) {
                throw new Skip("load and unload are only tried with --admin-token and --repository-cases");
            }
            try {
                check.run(trial);
            } finally {
                trial.sendAsAdministrator(load(trial.model()));
            }
        });
    }

    private static Call load(String model) {
        return Call.post("v2/repository/models/" + Trial.segment(model) + "/load", "{}");
    }

    private static Call unload(String model) {
        return Call.post("v2/repository/models/" + Trial.segment(model) + "/unload", "{}");
    }

    private static JsonNode index(Trial trial, String request) {
        Reply reply = trial.send(Call.post(INDEX, request));
        trial.expectStatus(reply, 200);
        JsonNode index = trial.json(reply);
        trial.expect(index.isArray(), "an array", reply);
        return index;
    }

    private static void hasFields(Trial trial) {
        for (JsonNode entry : index(trial, "{}")) {
            trial.expect(entry.path("name").isString(), "a string as name", entry);
            for (String field : List.of("version", "state", "reason")) {
                JsonNode value = entry.path(field);
                trial.expect(value.isMissingNode() || value.isString(), "a string as " + field, entry);
            }
        }
    }

    private static String state(Trial trial) {
        for (JsonNode entry : index(trial, "{}")) {
            if (entry.path("name").asString("").equals(trial.model())) {
                return entry.path("state").asString("none");
            }
        }
        return "not in the index";
    }

    private static void listsReadyOnly(Trial trial) {
        for (JsonNode entry : index(trial, "{\"ready\": true}")) {
            trial.expect(entry.path("state").asString("").equals("READY"), "state READY", entry);
        }
    }

    private static void isAnswered(Trial trial) {
        trial.expectStatus(trial.get(trial.modelPath() + "/ready"), 200);
        trial.expectSame(trial.expected(), trial.answer(trial.request()).outputs());
    }

    private static void unloads(Trial trial) {
        trial.expectStatus(trial.sendAsAdministrator(unload(trial.model())), 200);
        Reply ready = trial.get(trial.modelPath() + "/ready");
        trial.expect(ready.status() >= 400, "an error status", ready);
        trial.expectRefusal(trial.infer(trial.request()));
        trial.expect(!state(trial).equals("READY"), "another state than READY", state(trial));
    }

    private static void loadsAgain(Trial trial) {
        trial.expectStatus(trial.sendAsAdministrator(unload(trial.model())), 200);
        trial.expectStatus(trial.sendAsAdministrator(load(trial.model())), 200);
        isAnswered(trial);
    }

    private static GrpcReply<RepositoryIndexResponse> index(Trial trial, boolean isReady) {
        return trial.grpc()
                .call(
                        GRPCInferenceServiceGrpc.getRepositoryIndexMethod(),
                        RepositoryIndexRequest.newBuilder().setReady(isReady).build());
    }

    private static List<ModelIndex> models(Trial trial, boolean isReady) {
        GrpcReply<RepositoryIndexResponse> reply = index(trial, isReady);
        trial.expect(reply.isAnswered(), "an index", reply);
        return reply.message().getModelsList();
    }

    private static GrpcReply<?> load(Trial trial, String model) {
        return trial.grpc()
                .callAsAdministrator(
                        GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(),
                        RepositoryModelLoadRequest.newBuilder()
                                .setModelName(model)
                                .build());
    }

    private static void unloadsAndLoads(Trial trial) {
        GrpcReply<?> unloaded = trial.grpc()
                .callAsAdministrator(
                        GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod(),
                        RepositoryModelUnloadRequest.newBuilder()
                                .setModelName(trial.model())
                                .build());
        trial.expect(unloaded.isAnswered(), "an answer", unloaded);
        trial.grpc().expectRefusal(trial.grpc().infer(trial.grpc().rawRequest()));
        GrpcReply<?> loaded = load(trial, trial.model());
        trial.expect(loaded.isAnswered(), "an answer", loaded);
        trial.grpc().answer(trial.grpc().rawRequest());
    }
}
