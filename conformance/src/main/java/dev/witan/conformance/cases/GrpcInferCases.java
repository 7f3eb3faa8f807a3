// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.DATATYPES;
import static dev.witan.conformance.check.Source.GRPC_CANCELLATION;
import static dev.witan.conformance.check.Source.GRPC_DEADLINES;
import static dev.witan.conformance.check.Source.GRPC_INFERENCE;
import static dev.witan.conformance.check.Source.GRPC_METADATA_KEYS;
import static dev.witan.conformance.check.Source.GRPC_TENSOR_DATA;
import static inference.GRPCInferenceServiceGrpc.getModelInferMethod;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.GrpcTrial;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.check.Unmet;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.wire.GrpcReply;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import inference.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Inference over gRPC, and that it means the same as over REST.
final class GrpcInferCases {
    private static final int PARALLEL = 8;

    private GrpcInferCases() {}

    static List<Case> all() {
        return new Rules("grpc.infer")
                .must(
                        "raw",
                        GRPC_TENSOR_DATA,
                        "Raw inputs are answered, with the bits that REST answers.",
                        trial -> isSame(trial, trial.grpc().answer(trial.grpc().rawRequest())))
                .must(
                        "typed",
                        GRPC_TENSOR_DATA,
                        "Inputs in typed lists are answered, with the bits that REST answers.",
                        trial -> isSame(trial, trial.grpc().answer(trial.grpc().typedRequest())))
                .must(
                        "raw-or-typed",
                        GRPC_TENSOR_DATA,
                        "The outputs of one answer are all raw, or all in typed lists.",
                        GrpcInferCases::answersInOneForm)
                .must("model-name", GRPC_INFERENCE, "An answer has the name of the model that gave it.", trial -> {
                    String name = trial.grpc().answer(trial.grpc().rawRequest()).getModelName();
                    trial.expect(name.equals(trial.model()), "model_name '" + trial.model() + "'", name);
                })
                .must(
                        "version",
                        GRPC_INFERENCE,
                        "A request for a version is answered by that version.",
                        GrpcInferCases::answersAsVersion)
                .must("echoes-id", GRPC_INFERENCE, "The id of a request comes back in its answer.", trial -> {
                    String id = "gRPC \u00e4\ud83e\udd89 \"1\"";
                    String found = trial.grpc()
                            .answer(trial.grpc().rawRequest().setId(id))
                            .getId();
                    trial.expect(found.equals(id), "id " + id, found);
                })
                .must(
                        "all-outputs",
                        GRPC_INFERENCE,
                        "A request that names no outputs is answered with all that the model declares.",
                        trial -> {
                            List<String> names =
                                    names(trial.grpc().answer(trial.grpc().rawRequest()));
                            trial.expect(
                                    names.stream()
                                            .sorted()
                                            .toList()
                                            .equals(declared(trial).stream()
                                                    .sorted()
                                                    .toList()),
                                    "outputs " + declared(trial),
                                    names);
                        })
                .must(
                        "selected-outputs",
                        GRPC_INFERENCE,
                        "A request that names outputs is answered with those and no others.",
                        GrpcInferCases::hasSelectedOutputs)
                .should(
                        "selected-order",
                        GRPC_INFERENCE,
                        "Outputs come in the order in which the request names them.",
                        GrpcInferCases::keepsOrder)
                .must(
                        "output-datatypes",
                        GRPC_INFERENCE,
                        "Each output has the datatype that the metadata declares.",
                        trial -> Outputs.haveDeclaredDatatypes(trial, outputs(trial)))
                .must(
                        "output-shapes",
                        GRPC_INFERENCE,
                        "Each output has a shape that the metadata permits.",
                        trial -> Outputs.haveDeclaredShapes(trial, outputs(trial)))
                .must(
                        "output-sizes",
                        GRPC_TENSOR_DATA,
                        "Each output has as many elements as its shape says.",
                        trial -> Outputs.haveTheirSizes(trial, outputs(trial)))
                .must(
                        "input-order",
                        GRPC_INFERENCE,
                        "Inputs are known by their names, not by their order.",
                        GrpcInferCases::takesAnyInputOrder)
                .should(
                        "unknown-metadata",
                        GRPC_METADATA_KEYS,
                        "Metadata that the server does not know changes nothing.",
                        GrpcInferCases::ignoresUnknownMetadata)
                .must(
                        "parallel",
                        GRPC_INFERENCE,
                        "Calls at the same time are each answered with their own id.",
                        trial -> keepsCallsApart(trial, idRequests(trial)))
                .must(
                        "after-cancellation",
                        GRPC_CANCELLATION,
                        "After calls that their caller cancelled the server answers as before.",
                        GrpcInferCases::survivesCancellation)
                .must(
                        "after-deadline",
                        GRPC_DEADLINES,
                        "After calls whose deadline passed the server answers as before.",
                        GrpcInferCases::survivesDeadlines)
                .cases();
    }

    static List<Case> datatypes() {
        Rules rules = new Rules("grpc.datatype");
        for (Datatype type : Datatype.values()) {
            if (type.isTyped()) {
                rules.must(
                        type.name(),
                        DATATYPES,
                        "%s inputs mean the same raw and in the list %s.".formatted(type, list(type)),
                        trial -> isSameInBothForms(trial, type));
            } else {
                rules.must(
                        type.name() + "-raw-only",
                        GRPC_TENSOR_DATA,
                        "%s inputs, which have no typed list, are taken raw.".formatted(type),
                        trial -> {
                            Inputs.first(trial, type);
                            isSame(trial, trial.grpc().answer(trial.grpc().rawRequest()));
                        });
            }
        }
        return rules.cases();
    }

    private static String list(Datatype type) {
        return switch (type) {
            case BOOL -> "bool_contents";
            case UINT8, UINT16, UINT32 -> "uint_contents";
            case UINT64 -> "uint64_contents";
            case INT8, INT16, INT32 -> "int_contents";
            case INT64 -> "int64_contents";
            case FP32 -> "fp32_contents";
            case FP64 -> "fp64_contents";
            case BYTES -> "bytes_contents";
            case FP16, BF16 -> "none";
        };
    }

    private static void isSame(Trial trial, ModelInferResponse answer) {
        trial.expectSame(trial.expected(), GrpcTrial.outputs(answer));
    }

    private static List<Tensor> outputs(Trial trial) {
        return GrpcTrial.outputs(trial.grpc().answer(trial.grpc().rawRequest()));
    }

    private static void answersInOneForm(Trial trial) {
        ModelInferResponse answer = trial.grpc().answer(trial.grpc().rawRequest());
        boolean isRaw = answer.getRawOutputContentsCount() > 0;
        answer.getOutputsList()
                .forEach(output -> trial.expect(!(isRaw && output.hasContents()), "raw outputs only", output));
        GrpcTrial.outputs(answer);
    }

    private static void answersAsVersion(Trial trial) {
        String version = trial.version();
        String found = trial.grpc()
                .answer(trial.grpc().rawRequest().setModelVersion(version))
                .getModelVersion();
        trial.expect(found.equals(version), "model_version " + version, found);
    }

    private static List<String> declared(Trial trial) {
        trial.sample();
        return trial.subject().outputs().stream().map(TensorSpec::name).toList();
    }

    private static List<String> names(ModelInferResponse answer) {
        return answer.getOutputsList().stream().map(output -> output.getName()).toList();
    }

    private static List<String> requested(Trial trial, List<String> names) {
        ModelInferRequest.Builder request = trial.grpc().rawRequest();
        names.forEach(name ->
                request.addOutputs(InferRequestedOutputTensor.newBuilder().setName(name)));
        return names(trial.grpc().answer(request));
    }

    private static void hasSelectedOutputs(Trial trial) {
        for (String name : declared(trial)) {
            List<String> names = requested(trial, List.of(name));
            trial.expect(names.equals(List.of(name)), "outputs [" + name + "]", names);
        }
    }

    private static void keepsOrder(Trial trial) {
        List<String> backwards = declared(trial).reversed();
        if (backwards.size() < 2) {
            throw new Skip("the model has one output");
        }
        List<String> names = requested(trial, backwards);
        trial.expect(names.equals(backwards), "outputs " + backwards, names);
    }

    private static void takesAnyInputOrder(Trial trial) {
        if (trial.sample().size() < 2) {
            throw new Skip("the model has one input");
        }
        isSame(
                trial,
                trial.grpc().answer(GrpcTrial.raw(trial.model(), trial.sample().reversed())));
    }

    private static void ignoresUnknownMetadata(Trial trial) {
        GrpcTrial grpc = trial.grpc();
        Metadata metadata = grpc.metadata();
        metadata.put(Metadata.Key.of("x-conformance", Metadata.ASCII_STRING_MARSHALLER), "1");
        metadata.put(Metadata.Key.of("x-conformance-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {0, 1, 2});
        GrpcReply<ModelInferResponse> reply =
                grpc.call(getModelInferMethod(), grpc.rawRequest().build(), metadata);
        trial.expect(reply.isAnswered(), "an answer", reply);
    }

    private static List<ModelInferRequest> idRequests(Trial trial) {
        return IntStream.range(0, PARALLEL)
                .mapToObj(i -> trial.grpc().rawRequest().setId("parallel-" + i).build())
                .toList();
    }

    private static Future<ModelInferResponse> begin(Trial trial, ModelInferRequest request, long millis) {
        GrpcTrial grpc = trial.grpc();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
        return ClientCalls.futureUnaryCall(
                grpc.wire().channel(grpc.metadata()).newCall(getModelInferMethod(), options), request);
    }

    private static void keepsCallsApart(Trial trial, List<ModelInferRequest> requests) {
        long millis = trial.target().answerMax().toMillis();
        List<Future<ModelInferResponse>> answers = new ArrayList<>();
        requests.forEach(request -> answers.add(begin(trial, request, millis)));
        try {
            for (int i = 0; i < requests.size(); i++) {
                String id = answered(answers.get(i)).getId();
                trial.expect(
                        id.equals(requests.get(i).getId()),
                        "id " + requests.get(i).getId(),
                        id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Skip("interrupted");
        }
    }

    /// The answer to a call; that there is none is the server's fault and not the kit's.
    private static ModelInferResponse answered(Future<ModelInferResponse> call) throws InterruptedException {
        try {
            return Parallel.result(call);
        } catch (StatusRuntimeException e) {
            throw new Unmet("an answer", e.getStatus().toString());
        }
    }

    private static void survivesCancellation(Trial trial) {
        for (ModelInferRequest request : idRequests(trial)) {
            begin(trial, request, trial.target().answerMax().toMillis()).cancel(true);
        }
        trial.note("> ModelInfer, %d times, each cancelled".formatted(PARALLEL));
        isSame(trial, trial.grpc().answer(trial.grpc().rawRequest()));
    }

    private static void survivesDeadlines(Trial trial) {
        List<Future<ModelInferResponse>> late = new ArrayList<>();
        idRequests(trial).forEach(request -> late.add(begin(trial, request, 1)));
        trial.note("> ModelInfer, %d times, with 1 ms each".formatted(late.size()));
        isSame(trial, trial.grpc().answer(trial.grpc().rawRequest()));
    }

    private static void isSameInBothForms(Trial trial, Datatype type) {
        Inputs.first(trial, type);
        isSame(trial, trial.grpc().answer(trial.grpc().rawRequest()));
        isSame(trial, trial.grpc().answer(trial.grpc().typedRequest()));
    }
}
