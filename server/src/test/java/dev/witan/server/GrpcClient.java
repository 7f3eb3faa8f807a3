// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A client over a real connection to a test server.
final class GrpcClient implements AutoCloseable {
    final ManagedChannel channel;

    GrpcClient(TestServer server) {
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", server.server.grpcPort())
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    GRPCInferenceServiceBlockingStub blocking() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadline(Deadline.after(30, TimeUnit.SECONDS));
    }

    GRPCInferenceServiceBlockingStub with(String header, String value) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        return blocking().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    GRPCInferenceServiceStub async() {
        return GRPCInferenceServiceGrpc.newStub(channel);
    }

    static ModelInferRequest.Builder request() {
        return ModelInferRequest.newBuilder().setModelName(HandMadeMixture.NAME);
    }

    static InferInputTensor.Builder input(String name, String datatype, long... shape) {
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
        for (long extent : shape) {
            input.addShape(extent);
        }
        return input;
    }

    static InferInputTensor numbers(String name, double... values) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (double value : values) {
            contents.addFp64Contents(value);
        }
        return input(name, "FP64", values.length).setContents(contents).build();
    }

    static InferInputTensor texts(String name, String... values) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (String value : values) {
            contents.addBytesContents(ByteString.copyFromUtf8(value));
        }
        return input(name, "BYTES", values.length).setContents(contents).build();
    }

    static ModelInferRequest good() {
        return request().addInputs(numbers("age", 39)).build();
    }

    static Status refusal(ThrowingCallable call) {
        StatusRuntimeException refusal = Assertions.catchThrowableOfType(StatusRuntimeException.class, call);
        Assertions.assertThat(refusal).as("the call has to fail").isNotNull();
        return refusal.getStatus();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
