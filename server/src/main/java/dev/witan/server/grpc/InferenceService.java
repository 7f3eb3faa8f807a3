// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.engine.error.WitanException;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.Door;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.Lease;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.protocol.Metadata;
import dev.witan.server.protocol.ProtoDescriptions;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import inference.ModelConfig;
import inference.ModelConfigRequest;
import inference.ModelConfigResponse;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelReadyRequest;
import inference.ModelReadyResponse;
import inference.ModelStatistics;
import inference.ModelStatisticsRequest;
import inference.ModelStatisticsResponse;
import inference.ModelStreamInferResponse;
import inference.RepositoryIndexRequest;
import inference.RepositoryIndexResponse;
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
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The methods of the Open Inference Protocol over gRPC. What may take long, or reads the disk, runs on a thread of its
/// own.
final class InferenceService extends GRPCInferenceServiceImplBase {
    private final String version;
    private final Door door;
    private final Telemetry telemetry;
    private final InferCalls infer;

    InferenceService(String version, Door door, Telemetry telemetry) {
        this.version = version;
        this.door = door;
        this.telemetry = telemetry;
        this.infer = new InferCalls(door, telemetry);
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> reply) {
        answer(reply, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> reply) {
        answer(
                reply,
                () -> ServerReadyResponse.newBuilder()
                        .setReady(door.lifecycle().isReady())
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> reply) {
        answer(
                reply,
                () -> ModelReadyResponse.newBuilder()
                        .setReady(door.isReady(request.getName(), request.getVersion()))
                        .build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> reply) {
        answer(
                reply,
                () -> ServerMetadataResponse.newBuilder()
                        .setName(Metadata.PLATFORM)
                        .setVersion(version)
                        .addAllExtensions(Metadata.EXTENSIONS)
                        .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> reply) {
        answer(
                reply,
                () -> about(
                        request.getName(),
                        request.getVersion(),
                        hosted -> ProtoDescriptions.metadata(hosted.mixture())));
    }

    @Override
    public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> reply) {
        answer(reply, () -> {
            ModelConfig config = about(
                    request.getName(),
                    request.getVersion(),
                    hosted -> ProtoDescriptions.configuration(
                            hosted.mixture(), hosted.engine().limits()));
            return ModelConfigResponse.newBuilder().setConfig(config).build();
        });
    }

    @Override
    public void modelStatistics(ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> reply) {
        answer(reply, () -> {
            List<ModelStatistics> all = request.getName().isEmpty()
                    ? door.host().map(MixtureHost::allWithExperts).orElse(List.of()).stream()
                            .map(InferenceService::statistics)
                            .toList()
                    : List.of(about(request.getName(), request.getVersion(), InferenceService::statistics));
            return ModelStatisticsResponse.newBuilder().addAllModelStats(all).build();
        });
    }

    private static ModelStatistics statistics(HostedMixture hosted) {
        return ProtoDescriptions.statistics(hosted.mixture(), hosted.statistics());
    }

    private <T> T about(String mixture, String release, Function<HostedMixture, T> about) {
        try (Lease lease = door.lease(mixture, release)) {
            return about.apply(lease.hosted());
        }
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> reply) {
        UnaryReply unary = new UnaryReply((ServerCallStreamObserver<ModelInferResponse>) reply);
        unary.follow(infer.start(request, unary));
    }

    @Override
    public StreamObserver<ModelInferRequest> modelStreamInfer(StreamObserver<ModelStreamInferResponse> reply) {
        return InferStream.open(reply, infer, door.lifecycle());
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> reply) {
        answerBeside(reply, () -> {
            RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
            door.index(request.getReady() ? Door.Shown.READY : Door.Shown.ALL)
                    .forEach(entry -> index.addModelsBuilder()
                            .setName(entry.name())
                            .setVersion(entry.version())
                            .setState(entry.state().name())
                            .setReason(entry.reason()));
            return index.build();
        });
    }

    @Override
    public void repositoryModelLoad(
            RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> reply) {
        answerBeside(reply, () -> {
            requireNone(request.getParametersMap().keySet(), List.of());
            String name = named(request.getModelName(), request.getRepositoryName());
            door.load(name);
            return RepositoryModelLoadResponse.newBuilder()
                    .setModelName(name)
                    .setIsLoaded(true)
                    .build();
        });
    }

    @Override
    public void repositoryModelUnload(
            RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> reply) {
        answerBeside(reply, () -> {
            requireNone(request.getParametersMap().keySet(), List.of("unload_dependents"));
            String name = named(request.getModelName(), request.getRepositoryName());
            door.unload(name);
            return RepositoryModelUnloadResponse.newBuilder()
                    .setModelName(name)
                    .setIsUnloaded(true)
                    .build();
        });
    }

    /// Clients made from KServe's definition write the mixture's name where others write the repository's.
    private static String named(String model, String repository) {
        return model.isEmpty() ? repository : model;
    }

    private static void requireNone(Iterable<String> names, List<String> harmless) {
        for (String name : names) {
            if (!harmless.contains(name)) {
                throw ProtoDescriptions.unknownParameter(name, harmless);
            }
        }
    }

    private <T> void answerBeside(StreamObserver<T> reply, Supplier<T> answer) {
        Thread.ofVirtual().name("witan-grpc-admin").start(Context.current().wrap(() -> answer(reply, answer)));
    }

    private <T> void answer(StreamObserver<T> reply, Supplier<T> answer) {
        T message;
        try {
            message = answer.get();
        } catch (WitanException e) {
            telemetry.refused(e.code());
            reply.onError(GrpcStatuses.of(e, CallInfo.current()).asRuntimeException());
            return;
        } catch (RuntimeException | Error e) {
            reply.onError(GrpcStatuses.incident(e, CallInfo.current()).asRuntimeException());
            return;
        }
        reply.onNext(message);
        reply.onCompleted();
    }

    /// The reply to a request that has a call of its own.
    private static final class UnaryReply implements InferCalls.Reply {
        private final ServerCallStreamObserver<ModelInferResponse> reply;
        private volatile Optional<RunningRequest> running = Optional.empty();

        UnaryReply(ServerCallStreamObserver<ModelInferResponse> reply) {
            this.reply = reply;
            reply.setOnCancelHandler(() -> running.ifPresent(RunningRequest::callerLeft));
        }

        void follow(RunningRequest request) {
            running = Optional.of(request);
            if (reply.isCancelled()) {
                request.callerLeft();
            }
        }

        @Override
        public void answered(ModelInferResponse response) {
            reply.onNext(response);
            reply.onCompleted();
        }

        @Override
        public void refused(Status status) {
            reply.onError(status.asRuntimeException());
        }
    }
}
