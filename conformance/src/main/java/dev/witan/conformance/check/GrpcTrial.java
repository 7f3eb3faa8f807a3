// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import com.google.protobuf.ByteString;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TypedTensors;
import dev.witan.conformance.tensor.Unreadable;
import dev.witan.conformance.wire.GrpcReply;
import dev.witan.conformance.wire.GrpcStream;
import dev.witan.conformance.wire.GrpcWire;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A trial over gRPC: calls that write down what was exchanged, requests that work, answers turned into tensors.
public final class GrpcTrial {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Trial trial;
    private final GrpcWire wire;

    GrpcTrial(Trial trial, GrpcWire wire) {
        this.trial = trial;
        this.wire = wire;
    }

    public GrpcWire wire() {
        return wire;
    }

    /// The metadata of a caller.
    public Metadata metadata() {
        return credential(trial.target().apiKey());
    }

    private static Metadata credential(String token) {
        Metadata metadata = new Metadata();
        if (!token.isEmpty()) {
            metadata.put(AUTHORIZATION, "Bearer " + token);
        }
        return metadata;
    }

    // Calls.

    /// Calls a method with the caller's credential.
    public <Q, A> GrpcReply<A> call(MethodDescriptor<Q, A> method, Q request) {
        return call(method, request, metadata());
    }

    /// Calls a method with the administrator's credential.
    public <Q, A> GrpcReply<A> callAsAdministrator(MethodDescriptor<Q, A> method, Q request) {
        String token = trial.target().adminToken();
        return call(method, request, token.isEmpty() ? metadata() : credential(token));
    }

    /// Calls a method with metadata.
    public <Q, A> GrpcReply<A> call(MethodDescriptor<Q, A> method, Q request, Metadata metadata) {
        trial.note("> " + method.getBareMethodName() + " " + request);
        GrpcReply<A> reply = wire.call(method, request, metadata);
        trial.note("< " + reply);
        return reply;
    }

    /// Calls a method that has to answer.
    public <Q, A> A answer(MethodDescriptor<Q, A> method, Q request) {
        GrpcReply<A> reply = call(method, request);
        trial.expect(reply.isAnswered(), "an answer from " + method.getBareMethodName(), reply);
        return reply.message();
    }

    public GrpcReply<ModelInferResponse> infer(ModelInferRequest.Builder request) {
        return call(GRPCInferenceServiceGrpc.getModelInferMethod(), request.build());
    }

    /// Asks with a request that has to be answered.
    public ModelInferResponse answer(ModelInferRequest.Builder request) {
        return answer(GRPCInferenceServiceGrpc.getModelInferMethod(), request.build());
    }

    /// Sends messages on one stream and waits for its end.
    public <Q, A> GrpcStream<A> stream(MethodDescriptor<Q, A> method, List<Q> requests) {
        requests.forEach(request -> trial.note("> " + method.getBareMethodName() + " " + request));
        GrpcStream<A> stream = wire.stream(method, requests, metadata());
        stream.messages().forEach(message -> trial.note("< " + message));
        trial.note("< " + stream.status().getCode());
        return stream;
    }

    // Requests.

    /// A request with the sample's inputs as raw bytes.
    public ModelInferRequest.Builder rawRequest() {
        return raw(trial.model(), trial.sample());
    }

    /// A request with these inputs as raw bytes.
    public static ModelInferRequest.Builder raw(String model, List<Tensor> inputs) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(model);
        for (Tensor input : inputs) {
            request.addInputs(head(input)).addRawInputContents(input.raw());
        }
        return request;
    }

    /// A request with the sample's inputs in typed lists; the case ends when an input has no such form.
    public ModelInferRequest.Builder typedRequest() {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(trial.model());
        for (Tensor input : trial.sample()) {
            if (!input.type().isTyped()) {
                throw new Skip("input '%s' of %s has no typed form".formatted(input.name(), input.type()));
            }
            request.addInputs(head(input).setContents(TypedTensors.contents(input)));
        }
        return request;
    }

    private static InferInputTensor.Builder head(Tensor input) {
        return InferInputTensor.newBuilder()
                .setName(input.name())
                .setDatatype(input.type().name())
                .addAllShape(input.shape());
    }

    // Answers.

    /// The outputs of an answer.
    ///
    /// @throws Unreadable when they are not what the protocol says
    public static List<Tensor> outputs(ModelInferResponse answer) {
        boolean isRaw = answer.getRawOutputContentsCount() > 0;
        if (isRaw && answer.getRawOutputContentsCount() != answer.getOutputsCount()) {
            throw new Unreadable("raw_output_contents must be there for all %d outputs or for none: there are %d"
                    .formatted(answer.getOutputsCount(), answer.getRawOutputContentsCount()));
        }
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < answer.getOutputsCount(); i++) {
            outputs.add(output(answer.getOutputs(i), isRaw ? answer.getRawOutputContents(i) : null));
        }
        return outputs;
    }

    private static Tensor output(InferOutputTensor output, @Nullable ByteString raw) {
        Datatype type = Datatype.named(output.getDatatype())
                .orElseThrow(() -> new Unreadable("output '%s': '%s' is no datatype of the protocol"
                        .formatted(output.getName(), output.getDatatype())));
        return new Tensor(
                output.getName(),
                type,
                output.getShapeList(),
                raw == null ? TypedTensors.raw(type, output.getContents()) : raw);
    }

    // Expectations.

    /// A status other than OK that says why.
    public void expectRefusal(GrpcReply<?> reply) {
        trial.expect(!reply.isAnswered(), "an error status", reply);
        trial.expect(reply.code() != Status.Code.UNIMPLEMENTED, "a status other than UNIMPLEMENTED", reply);
    }

    /// A certain status.
    public void expectCode(GrpcReply<?> reply, Status.Code code) {
        trial.expect(!reply.isAnswered() && reply.code() == code, "status " + code, reply);
    }

    /// Ends the case when the server does not have a method that it need not have.
    public void skipIfUnimplemented(GrpcReply<?> reply, String method) {
        if (!reply.isAnswered() && reply.code() == Status.Code.UNIMPLEMENTED) {
            throw new Skip("the server does not have " + method + ", which it need not");
        }
    }
}
