// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import com.google.protobuf.UnsafeByteOperations;
import dev.witan.engine.error.WitanException;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import inference.ModelInferResponse;
import inference.ModelMetadataRequest;
import inference.ModelReadyRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Asks a model over the protocol's gRPC form. Rows go as raw contents; the deadline, the trace and a cancellation go
/// with the call.
final class GrpcWire implements Wire {
    private static final String GZIP = "gzip";
    private static final Metadata.Key<String> TRACEPARENT = text("traceparent");
    private static final Metadata.Key<String> AUTHORIZATION = text("authorization");

    private final RemoteSettings settings;
    private final GrpcChannels channels;
    private final ManagedChannel channel;
    /// Ends when the other end says that it cannot unpack.
    private volatile boolean isPackable = true;

    GrpcWire(RemoteSettings settings, GrpcChannels channels) {
        this.settings = settings;
        this.channels = channels;
        this.channel = channels.take(settings.target());
    }

    private static Metadata.Key<String> text(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public Asked<Contract> describe(int inputs, int outputs, long nanosMax) {
        // The channel may be waiting longer and longer before it tries again; whoever asks this wants to know now.
        channel.resetConnectBackoff();
        CallOptions options = CallOptions.DEFAULT
                .withWaitForReady()
                .withDeadlineAfter(nanosMax, TimeUnit.NANOSECONDS)
                .withMaxInboundMessageSize(Question.ofZeros(inputs, outputs).answerBytesMax());
        GrpcCall<ModelMetadataRequest, inference.ModelMetadataResponse> metadata = call(
                GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                ModelMetadataRequest.newBuilder().setName(settings.model()).build(),
                options,
                new Metadata());
        GrpcCall<ModelReadyRequest, inference.ModelReadyResponse> ready = call(
                GRPCInferenceServiceGrpc.getModelReadyMethod(),
                ModelReadyRequest.newBuilder().setName(settings.model()).build(),
                options,
                new Metadata());
        CompletableFuture<Contract> contract = metadata.reply()
                .thenCombine(ready.reply(), (said, isReady) -> {
                    Contract agreed = ModelFit.of(said, settings.target(), inputs, outputs);
                    ModelFit.requireReady(isReady.getReady(), settings);
                    return agreed;
                })
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(described(e)));
        return new Asked<>(contract, () -> {
            metadata.cancel();
            ready.cancel();
        });
    }

    private Throwable described(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof WitanException
                ? cause
                : GrpcFailures.ofDescription(Status.fromThrowable(cause), settings.target());
    }

    @Override
    public Asked<Answer> ask(Question question, Contract contract, long nanosMax, Traffic traffic) {
        ModelInferRequest request = request(question, contract);
        boolean isPacked = isPackable && settings.packing().packs(question.values().length);
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(nanosMax, TimeUnit.NANOSECONDS)
                .withMaxInboundMessageSize(question.answerBytesMax())
                .withStreamTracerFactory(new WireBytes(traffic));
        Metadata headers = new Metadata();
        question.traceparent().ifPresent(trace -> headers.put(TRACEPARENT, trace));
        return isPacked
                ? askPacked(request, options, headers, contract)
                : askPlain(request, options, headers, contract);
    }

    private Asked<Answer> askPlain(
            ModelInferRequest request, CallOptions options, Metadata headers, Contract contract) {
        GrpcCall<ModelInferRequest, ModelInferResponse> call =
                call(GRPCInferenceServiceGrpc.getModelInferMethod(), request, options, headers);
        return new Asked<>(answer(call, contract), call::cancel);
    }

    /// Packed, and once more as it is when the other end cannot unpack it, which it then never is asked again.
    private Asked<Answer> askPacked(
            ModelInferRequest request, CallOptions options, Metadata headers, Contract contract) {
        GrpcCall<ModelInferRequest, ModelInferResponse> packed =
                call(GRPCInferenceServiceGrpc.getModelInferMethod(), request, options.withCompression(GZIP), headers);
        AtomicReference<Runnable> cancel = new AtomicReference<>(packed::cancel);
        CompletableFuture<Answer> reply = answer(packed, contract).exceptionallyCompose(e -> {
            if (!packed.isRefusedAsUnknown()) {
                return CompletableFuture.failedFuture(e);
            }
            isPackable = false;
            Asked<Answer> plain = askPlain(request, options, headers, contract);
            cancel.set(plain.cancel());
            return plain.reply();
        });
        return new Asked<>(reply, () -> cancel.get().run());
    }

    private CompletableFuture<Answer> answer(GrpcCall<ModelInferRequest, ModelInferResponse> call, Contract contract) {
        return call.reply()
                .thenApply(response -> GrpcAnswers.of(response, contract))
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(failure(e)));
    }

    private Throwable failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof WitanException
                ? cause
                : GrpcFailures.of(Status.fromThrowable(cause), settings.target());
    }

    private ModelInferRequest request(Question question, Contract contract) {
        return ModelInferRequest.newBuilder()
                .setModelName(settings.model())
                .addInputs(InferInputTensor.newBuilder()
                        .setName(contract.input())
                        .setDatatype("FP32")
                        .addShape(question.rows())
                        .addShape(question.inputs()))
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName(contract.output()))
                .addRawInputContents(UnsafeByteOperations.unsafeWrap(question.values()))
                .build();
    }

    private <Q, A> GrpcCall<Q, A> call(
            MethodDescriptor<Q, A> method, Q request, CallOptions options, Metadata headers) {
        if (!settings.credential().isEmpty()) {
            headers.discardAll(AUTHORIZATION);
            headers.put(AUTHORIZATION, "Bearer " + settings.credential());
        }
        return GrpcCall.start(channel.newCall(method, options), request, headers);
    }

    @Override
    public void close() {
        channels.giveBack(settings.target());
    }
}
