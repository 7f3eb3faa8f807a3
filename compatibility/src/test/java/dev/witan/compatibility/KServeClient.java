// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceFutureStub;
import inference.GrpcPredictV2.InferParameter;
import inference.GrpcPredictV2.ModelInferRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.List;

/// The client classes of Camel's KServe component, as they come, on a channel of their own.
final class KServeClient implements AutoCloseable {
    private final ManagedChannel channel;

    KServeClient(String target) {
        channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
                .build();
    }

    GRPCInferenceServiceBlockingStub blocking() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel);
    }

    GRPCInferenceServiceFutureStub future() {
        return GRPCInferenceServiceGrpc.newFutureStub(channel);
    }

    /// A request with typed contents.
    static ModelInferRequest typed(String mixture, String id, List<Tensor> inputs) {
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName(mixture).setId(id);
        inputs.forEach(input -> request.addInputs(input.typed()));
        return request.build();
    }

    /// A request with raw contents.
    static ModelInferRequest raw(String mixture, String id, List<Tensor> inputs) {
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName(mixture).setId(id);
        for (Tensor input : inputs) {
            request.addInputs(input.header());
            request.addRawInputContents(ByteString.copyFrom(input.bytes()));
        }
        return request.build();
    }

    /// A request parameter that is a whole number.
    static InferParameter parameter(long value) {
        return InferParameter.newBuilder().setInt64Param(value).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
