// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import com.google.protobuf.ByteString;
import dev.witan.conformance.check.GrpcTrial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.tensor.TypedTensors;
import dev.witan.conformance.tensor.Unreadable;
import inference.GRPCInferenceServiceGrpc;
import inference.InferStatistics;
import inference.ModelConfig;
import inference.ModelConfigRequest;
import inference.ModelConfigResponse;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import inference.ModelInput;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ModelStatistics;
import inference.ModelStatisticsRequest;
import inference.ModelStatisticsResponse;
import inference.ModelStreamInferResponse;
import inference.RepositoryIndexRequest;
import inference.RepositoryIndexResponse;
import inference.RepositoryIndexResponse.ModelIndex;
import inference.RepositoryModelLoadRequest;
import inference.RepositoryModelLoadResponse;
import inference.RepositoryModelUnloadRequest;
import inference.RepositoryModelUnloadResponse;
import inference.ServerLiveRequest;
import inference.ServerLiveResponse;
import inference.ServerMetadataRequest;
import inference.ServerMetadataResponse;
import inference.ServerReadyRequest;
import inference.ServerReadyResponse;
import inference.StatisticDuration;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The gRPC front of the test's server.
final class EchoGrpc extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    private final EchoState state;

    EchoGrpc(EchoState state) {
        this.state = state;
    }

    private <A> void answer(StreamObserver<A> observer, Supplier<A> answer) {
        A message;
        try {
            message = answer.get();
        } catch (Refusal refusal) {
            observer.onError(status(refusal).asRuntimeException());
            return;
        }
        observer.onNext(message);
        observer.onCompleted();
    }

    private Status status(Refusal refusal) {
        boolean isInternal = state.has(Defect.GRPC_UNKNOWN_IS_INTERNAL) && refusal.status() == 404;
        Status status =
                isInternal ? Status.INTERNAL : refusal.status() == 404 ? Status.NOT_FOUND : Status.INVALID_ARGUMENT;
        return state.has(Defect.GRPC_NO_REASON) ? status : status.withDescription(refusal.getMessage());
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
        answer(
                observer,
                () -> ServerLiveResponse.newBuilder()
                        .setLive(!state.has(Defect.GRPC_NOT_LIVE))
                        .build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
        answer(observer, () -> ServerReadyResponse.newBuilder().setReady(true).build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
        answer(observer, () -> {
            state.find(request.getName(), request.getVersion());
            return ModelReadyResponse.newBuilder().setReady(true).build();
        });
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
        answer(
                observer,
                () -> ServerMetadataResponse.newBuilder()
                        .setName("echo")
                        .setVersion("1")
                        .addAllExtensions(EchoState.EXTENSIONS)
                        .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
        answer(observer, () -> {
            EchoModel model = state.find(request.getName(), request.getVersion());
            return ModelMetadataResponse.newBuilder()
                    .setName(model.name())
                    .setPlatform("echo")
                    .addVersions(EchoModel.VERSION)
                    .addAllInputs(metadata(model.inputs()))
                    .addAllOutputs(metadata(model.outputs()))
                    .build();
        });
    }

    private List<TensorMetadata> metadata(List<TensorSpec> specs) {
        return specs.stream()
                .map(spec -> TensorMetadata.newBuilder()
                        .setName(spec.name())
                        .setDatatype(spec.datatype())
                        .addAllShape(state.has(Defect.GRPC_OTHER_SHAPE) ? List.of(1L) : spec.shape())
                        .build())
                .toList();
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
        answer(observer, () -> infer(request));
    }

    private ModelInferResponse infer(ModelInferRequest request) {
        try {
            return strictly(request);
        } catch (Refusal refusal) {
            if (!state.has(Defect.GRPC_ANSWERS_ANYTHING)) {
                throw refusal;
            }
            return strictly(GrpcTrial.raw(EchoModel.ECHO.name(), EchoModel.ECHO.sample())
                    .setId(request.getId())
                    .build());
        }
    }

    private ModelInferResponse strictly(ModelInferRequest request) {
        EchoModel model = state.find(request.getModelName(), request.getModelVersion());
        List<String> wanted = request.getOutputsList().stream()
                .map(output -> output.getName())
                .toList();
        List<Tensor> outputs;
        try {
            outputs = model.infer(inputs(request), wanted, state.defects);
        } catch (Unreadable e) {
            throw EchoModel.asRefusal(e);
        } catch (ArithmeticException e) {
            throw new Refusal(400, "a shape that cannot be counted");
        }
        state.count(model);
        ModelInferResponse.Builder answer = ModelInferResponse.newBuilder()
                .setModelName(model.name())
                .setModelVersion(EchoModel.VERSION)
                .setId(state.has(Defect.GRPC_NO_ID) ? "" : request.getId());
        for (Tensor output : outputs) {
            answer.addOutputs(InferOutputTensor.newBuilder()
                    .setName(output.name())
                    .setDatatype(output.type().name())
                    .addAllShape(output.shape()));
            Tensor written = state.has(Defect.GRPC_BIG_ENDIAN_RAW) ? EchoModel.turned(output) : output;
            answer.addRawOutputContents(written.raw());
        }
        return answer.build();
    }

    private List<Tensor> inputs(ModelInferRequest request) {
        int raw = request.getRawInputContentsCount();
        if (raw > 0 && raw != request.getInputsCount()) {
            throw new Refusal(400, "raw contents for some inputs only");
        }
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < request.getInputsCount(); i++) {
            InferInputTensor input = request.getInputs(i);
            if (raw > 0 && input.hasContents() && !state.has(Defect.GRPC_TAKES_BOTH)) {
                throw new Refusal(400, "raw and typed contents");
            }
            Datatype type = Datatype.named(input.getDatatype())
                    .orElseThrow(() -> new Refusal(400, "unknown datatype: " + input.getDatatype()));
            ByteString bytes = raw > 0 ? request.getRawInputContents(i) : TypedTensors.raw(type, input.getContents());
            inputs.add(new Tensor(input.getName(), type, input.getShapeList(), bytes));
        }
        return inputs;
    }

    @Override
    public StreamObserver<ModelInferRequest> modelStreamInfer(StreamObserver<ModelStreamInferResponse> observer) {
        return new EchoStream(observer);
    }

    private final class EchoStream implements StreamObserver<ModelInferRequest> {
        private final StreamObserver<ModelStreamInferResponse> observer;
        private final List<ModelStreamInferResponse> held = new ArrayList<>();
        private boolean isEnded;

        EchoStream(StreamObserver<ModelStreamInferResponse> observer) {
            this.observer = observer;
        }

        @Override
        public void onNext(ModelInferRequest request) {
            ModelStreamInferResponse.Builder message = ModelStreamInferResponse.newBuilder();
            try {
                message.setInferResponse(infer(request));
            } catch (Refusal refusal) {
                message.setErrorMessage(refusal.getMessage());
                if (state.has(Defect.GRPC_ERROR_ENDS_STREAM) && !isEnded) {
                    isEnded = true;
                    observer.onError(status(refusal).asRuntimeException());
                }
            }
            if (state.has(Defect.GRPC_REVERSED_STREAM)) {
                held.addFirst(message.build());
            } else if (!isEnded) {
                observer.onNext(message.build());
            }
        }

        @Override
        public void onError(Throwable cause) {
            held.clear();
        }

        @Override
        public void onCompleted() {
            if (!isEnded) {
                held.forEach(observer::onNext);
                observer.onCompleted();
            }
        }
    }

    @Override
    public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> observer) {
        if (state.has(Defect.GRPC_NO_CONFIG)) {
            super.modelConfig(request, observer);
            return;
        }
        answer(observer, () -> {
            EchoModel model = state.find(request.getName(), request.getVersion());
            ModelConfig.Builder config = ModelConfig.newBuilder().setName(model.name());
            model.inputs()
                    .forEach(input -> config.addInput(ModelInput.newBuilder().setName(input.name())));
            return ModelConfigResponse.newBuilder().setConfig(config).build();
        });
    }

    @Override
    public void modelStatistics(ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> observer) {
        answer(observer, () -> {
            EchoModel model = state.find(request.getName(), request.getVersion());
            long count = state.answered.get(model.name()).get();
            return ModelStatisticsResponse.newBuilder()
                    .addModelStats(ModelStatistics.newBuilder()
                            .setName(model.name())
                            .setVersion(EchoModel.VERSION)
                            .setInferenceCount(count)
                            .setInferenceStats(InferStatistics.newBuilder()
                                    .setSuccess(StatisticDuration.newBuilder().setCount(count))))
                    .build();
        });
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> observer) {
        answer(observer, () -> {
            RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
            for (EchoModel model : state.models()) {
                if (state.isLoaded(model.name()) || !request.getReady()) {
                    index.addModels(ModelIndex.newBuilder()
                            .setName(model.name())
                            .setState(state.isLoaded(model.name()) ? "READY" : "UNAVAILABLE"));
                }
            }
            return index.build();
        });
    }

    @Override
    public void repositoryModelLoad(
            RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> observer) {
        answer(observer, () -> {
            state.load(request.getModelName());
            return RepositoryModelLoadResponse.getDefaultInstance();
        });
    }

    @Override
    public void repositoryModelUnload(
            RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> observer) {
        answer(observer, () -> {
            state.unload(request.getModelName());
            return RepositoryModelUnloadResponse.getDefaultInstance();
        });
    }
}
