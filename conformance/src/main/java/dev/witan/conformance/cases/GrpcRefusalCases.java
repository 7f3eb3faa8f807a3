// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.DATATYPES;
import static dev.witan.conformance.check.Source.GRPC_INFERENCE;
import static dev.witan.conformance.check.Source.GRPC_STATUS;
import static dev.witan.conformance.check.Source.GRPC_TENSOR_DATA;

import com.google.protobuf.ByteString;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.GrpcTrial;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.RawBytes;
import dev.witan.conformance.wire.GrpcReply;
import dev.witan.conformance.wire.GrpcWire;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import inference.ModelInferResponse;
import io.grpc.Status;
import java.util.List;
import java.util.function.Consumer;

/// Requests over gRPC that break a rule. Each has to end with an error status, and none may hurt the server.
final class GrpcRefusalCases {
    private static final String SERVICE = "inference.GRPCInferenceService";
    private static final String REFUSED = " ends with an error status.";

    private GrpcRefusalCases() {}

    static List<Case> all() {
        return new Rules("grpc.refuse")
                .must("raw-and-typed", GRPC_TENSOR_DATA, "A request with both raw and typed contents" + REFUSED, both())
                .must("raw-too-few", GRPC_TENSOR_DATA, "Raw contents for some of the inputs only" + REFUSED, tooFew())
                .must(
                        "raw-too-many",
                        GRPC_TENSOR_DATA,
                        "More raw contents than inputs" + REFUSED,
                        raw(request -> request.addRawInputContents(ByteString.copyFromUtf8("x"))))
                .must(
                        "raw-too-long",
                        GRPC_TENSOR_DATA,
                        "Raw contents with more bytes than shape and datatype need" + REFUSED,
                        raw(request -> request.setRawInputContents(
                                0, request.getRawInputContents(0).concat(RawBytes.ofBits(0, 1)))))
                .must(
                        "raw-too-short",
                        GRPC_TENSOR_DATA,
                        "Raw contents with fewer bytes than shape and datatype need" + REFUSED,
                        raw(request -> request.setRawInputContents(0, cut(request.getRawInputContents(0)))))
                .must(
                        "typed-wrong-count",
                        GRPC_TENSOR_DATA,
                        "Typed contents with another number of elements than the shape says" + REFUSED,
                        GrpcRefusalCases::wrongCount)
                .must(
                        "typed-wrong-list",
                        GRPC_TENSOR_DATA,
                        "Elements in the list of another datatype" + REFUSED,
                        GrpcRefusalCases::wrongList)
                .must(
                        "no-contents",
                        GRPC_TENSOR_DATA,
                        "Inputs without any contents" + REFUSED,
                        typed(request -> request.getInputsBuilder(0).clearContents()))
                .must(
                        "text-length-beyond",
                        GRPC_TENSOR_DATA,
                        "A raw text whose length prefix goes beyond the tensor" + REFUSED,
                        GrpcRefusalCases::textBeyond)
                .must(
                        "no-inputs",
                        GRPC_INFERENCE,
                        "A request without inputs to a model that has some" + REFUSED,
                        raw(request -> request.clearInputs().clearRawInputContents()))
                .should(
                        "unknown-input",
                        GRPC_INFERENCE,
                        "An input that the model does not have" + REFUSED,
                        raw(request -> request.addInputs(
                                        request.getInputs(0).toBuilder().setName(Unknown.TENSOR))
                                .addRawInputContents(request.getRawInputContents(0))))
                .should(
                        "duplicate-input",
                        GRPC_INFERENCE,
                        "A request with one input twice" + REFUSED,
                        raw(request -> request.addInputs(request.getInputs(0))
                                .addRawInputContents(request.getRawInputContents(0))))
                .must(
                        "unknown-datatype",
                        DATATYPES,
                        "A datatype that the protocol does not have" + REFUSED,
                        raw(request -> request.getInputsBuilder(0).setDatatype("FP31")))
                .must(
                        "negative-extent",
                        GRPC_INFERENCE,
                        "A negative extent in a request's shape" + REFUSED,
                        raw(request -> request.getInputsBuilder(0).clearShape().addShape(-1)))
                .must(
                        "overflowing-shape",
                        GRPC_INFERENCE,
                        "A shape with more elements than can be counted" + REFUSED,
                        raw(request -> request.getInputsBuilder(0)
                                .clearShape()
                                .addShape(1L << 62)
                                .addShape(8)))
                .must(
                        "unknown-output",
                        GRPC_INFERENCE,
                        "A request for an output that the model does not have" + REFUSED,
                        raw(request -> request.addOutputs(
                                InferRequestedOutputTensor.newBuilder().setName(Unknown.TENSOR))))
                .must(
                        "unknown-model",
                        GRPC_INFERENCE,
                        "A request to a model that does not exist" + REFUSED,
                        raw(request -> request.setModelName(Unknown.MODEL)))
                .must(
                        "unknown-version",
                        GRPC_INFERENCE,
                        "A request to a version that does not exist" + REFUSED,
                        raw(request -> request.setModelVersion(Unknown.VERSION)))
                .must(
                        "no-message",
                        GRPC_STATUS,
                        "Bytes that are no message end with an error status",
                        GrpcRefusalCases::noMessage)
                .should(
                        "not-found",
                        GRPC_STATUS,
                        "The status for a model that does not exist is NOT_FOUND.",
                        trial -> trial.grpc()
                                .expectCode(
                                        trial.grpc()
                                                .infer(trial.grpc().rawRequest().setModelName(Unknown.MODEL)),
                                        Status.Code.NOT_FOUND))
                .should(
                        "invalid-argument",
                        GRPC_STATUS,
                        "The status for what only the caller can mend is INVALID_ARGUMENT.",
                        GrpcRefusalCases::blamesCaller)
                .should("says-why", GRPC_STATUS, "An error status comes with a text that says why.", trial -> {
                    GrpcReply<ModelInferResponse> reply =
                            trial.grpc().infer(trial.grpc().rawRequest().setModelName(Unknown.MODEL));
                    trial.grpc().expectRefusal(reply);
                    trial.expect(!reply.description().isBlank(), "a description", reply);
                })
                .must(
                        "still-well",
                        GRPC_INFERENCE,
                        "After all of these a valid request is answered as before.",
                        trial -> trial.expectSame(
                                trial.expected(),
                                GrpcTrial.outputs(
                                        trial.grpc().answer(trial.grpc().rawRequest()))))
                .cases();
    }

    private static ByteString cut(ByteString bytes) {
        return bytes.substring(0, Math.max(0, bytes.size() - 1));
    }

    private static Case.Check raw(Consumer<ModelInferRequest.Builder> change) {
        return trial -> {
            ModelInferRequest.Builder request = trial.grpc().rawRequest();
            if (request.getInputsCount() == 0) {
                throw new Skip("the model has no inputs");
            }
            change.accept(request);
            refuses(trial, request);
        };
    }

    private static Case.Check typed(Consumer<ModelInferRequest.Builder> change) {
        return trial -> {
            ModelInferRequest.Builder request = trial.grpc().typedRequest();
            if (request.getInputsCount() == 0) {
                throw new Skip("the model has no inputs");
            }
            change.accept(request);
            refuses(trial, request);
        };
    }

    private static void refuses(Trial trial, ModelInferRequest.Builder request) {
        trial.grpc().expectRefusal(trial.grpc().infer(request));
    }

    private static Case.Check both() {
        return trial -> {
            ModelInferRequest.Builder request = trial.grpc().typedRequest();
            trial.sample().forEach(input -> request.addRawInputContents(input.raw()));
            refuses(trial, request);
        };
    }

    private static Case.Check tooFew() {
        return trial -> {
            ModelInferRequest.Builder request = trial.grpc().rawRequest();
            if (request.getInputsCount() < 2) {
                throw new Skip("the model has one input");
            }
            List<ByteString> all = request.getRawInputContentsList();
            request.clearRawInputContents().addAllRawInputContents(all.subList(1, all.size()));
            refuses(trial, request);
        };
    }

    private static void wrongCount(Trial trial) {
        ModelInferRequest.Builder request = trial.grpc().typedRequest();
        int at = Inputs.first(trial, Datatype::isTyped);
        long elements = trial.sample().get(at).elements();
        request.getInputsBuilder(at).clearShape().addShape(elements + 1);
        refuses(trial, request);
    }

    private static void wrongList(Trial trial) {
        int at = Inputs.first(trial, type -> type.isTyped() && type != Datatype.BOOL);
        ModelInferRequest.Builder request = trial.grpc().typedRequest();
        request.getInputsBuilder(at).clearContents();
        long elements = trial.sample().get(at).elements();
        for (int i = 0; i < elements; i++) {
            request.getInputsBuilder(at).getContentsBuilder().addBoolContents(true);
        }
        refuses(trial, request);
    }

    private static void textBeyond(Trial trial) {
        int at = Inputs.first(trial, Datatype.BYTES);
        ModelInferRequest.Builder request = trial.grpc().rawRequest();
        request.setRawInputContents(at, RawBytes.ofBits(1_000_000, 4).concat(ByteString.copyFromUtf8("abc")));
        refuses(trial, request);
    }

    private static void noMessage(Trial trial) {
        ByteString noise = ByteString.copyFrom(new byte[] {0x0a, 0x7f, (byte) 0xff, (byte) 0xff, 0x07});
        trial.grpc().expectRefusal(trial.grpc().call(GrpcWire.bytesMethod(SERVICE, "ModelInfer"), noise));
    }

    private static void blamesCaller(Trial trial) {
        GrpcTrial grpc = trial.grpc();
        ModelInferRequest.Builder request = grpc.rawRequest();
        request.getInputsBuilder(0).setDatatype("FP31");
        grpc.expectCode(grpc.infer(request), Status.Code.INVALID_ARGUMENT);
        ModelInferRequest.Builder output = grpc.rawRequest()
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName(Unknown.TENSOR));
        grpc.expectCode(grpc.infer(output), Status.Code.INVALID_ARGUMENT);
    }
}
