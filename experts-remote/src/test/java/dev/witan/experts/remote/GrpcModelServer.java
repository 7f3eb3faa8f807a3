// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.DecompressorRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The model over gRPC.
final class GrpcModelServer implements ModelServer {
    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final Model model;
    private final boolean unpacks;
    private final int port;
    private Server server;

    GrpcModelServer(Model model) {
        this(model, true);
    }

    /// @param unpacks whether it takes packed messages
    GrpcModelServer(Model model, boolean unpacks) {
        this.model = model;
        this.unpacks = unpacks;
        this.server = start(0);
        this.port = server.getPort();
    }

    private Server start(int at) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", at))
                .addService(ServerInterceptors.intercept(new Service(), new Keeping()));
        if (!unpacks) {
            builder.decompressorRegistry(DecompressorRegistry.emptyInstance());
        }
        try {
            return builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String url() {
        return "grpc://127.0.0.1:" + port;
    }

    @Override
    public void kill() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void comeBack() {
        server = start(port);
    }

    private static final class Keeping implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, headers, next);
        }
    }

    private static String header(String name) {
        return Stream.ofNullable(HEADERS.get().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)))
                .findFirst()
                .orElse("");
    }

    private final class Service extends GRPCInferenceServiceImplBase {
        @Override
        public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> reply) {
            reply.onNext(ModelReadyResponse.newBuilder().setReady(model.isReady).build());
            reply.onCompleted();
        }

        @Override
        public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> reply) {
            if (!request.getName().equals(Model.NAME)) {
                reply.onError(Status.NOT_FOUND.withDescription("no such model").asRuntimeException());
                return;
            }
            reply.onNext(ModelMetadataResponse.newBuilder()
                    .addInputs(TensorMetadata.newBuilder()
                            .setName("rows")
                            .setDatatype("FP32")
                            .addAllShape(Model.shape(Model.INPUTS)))
                    .addOutputs(TensorMetadata.newBuilder()
                            .setName("output")
                            .setDatatype("FP32")
                            .addAllShape(Model.shape(model.outputsSaid)))
                    .build());
            reply.onCompleted();
        }

        @Override
        public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> reply) {
            Context context = Context.current();
            model.asked.add(new Model.Asked(
                    header("authorization"),
                    header("traceparent"),
                    header("grpc-encoding"),
                    request.getRawInputContentsCount() > 0,
                    context.getDeadline().timeRemaining(TimeUnit.NANOSECONDS)));
            context.addListener(_ -> model.left.countDown(), Runnable::run);
            try {
                model.held.await();
            } catch (InterruptedException e) {
                reply.onError(Status.CANCELLED.asRuntimeException());
                return;
            }
            if (model.isBusy) {
                reply.onError(Status.FAILED_PRECONDITION
                        .withDescription("no time for you")
                        .asRuntimeException());
                return;
            }
            float[] answers = model.answer(request.getRawInputContents(0).toByteArray());
            reply.onNext(ModelInferResponse.newBuilder()
                    .addOutputs(InferOutputTensor.newBuilder()
                            .setName("output")
                            .setDatatype(model.datatype)
                            .addShape(answers.length / Model.OUTPUTS)
                            .addShape(Model.OUTPUTS))
                    .addRawOutputContents(ByteString.copyFrom(Model.bytes(answers)))
                    .build());
            reply.onCompleted();
        }
    }
}
