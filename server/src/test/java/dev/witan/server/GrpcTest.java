// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import inference.InferParameter;
import inference.ModelConfigRequest;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import inference.ModelInferResponse;
import inference.ModelMetadataRequest;
import inference.ModelMetadataResponse;
import inference.ModelReadyRequest;
import inference.ModelStatisticsRequest;
import inference.ModelStreamInferResponse;
import inference.RepositoryIndexRequest;
import inference.ServerLiveRequest;
import inference.ServerMetadataRequest;
import inference.ServerReadyRequest;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GrpcTest {
    private static final int DIMENSIONS = 12;
    private static TestServer server;
    private static GrpcClient client;

    @BeforeAll
    static void start() {
        server = new TestServer();
        client = new GrpcClient(server);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void theServerTellsWhatItIs() {
        assertThat(client.blocking()
                        .serverLive(ServerLiveRequest.getDefaultInstance())
                        .getLive())
                .isTrue();
        assertThat(client.blocking()
                        .serverReady(ServerReadyRequest.getDefaultInstance())
                        .getReady())
                .isTrue();
        assertThat(client.blocking()
                        .serverMetadata(ServerMetadataRequest.getDefaultInstance())
                        .getExtensionsList())
                .containsExactly("binary_tensor_data", "model_repository", "model_configuration", "statistics");
        assertThat(client.blocking()
                        .modelReady(ModelReadyRequest.newBuilder()
                                .setName("ads")
                                .setVersion("3")
                                .build())
                        .getReady())
                .isTrue();
    }

    @Test
    void aMixtureTellsWhatItTakesGivesAndDoes() {
        ModelMetadataResponse metadata = client.blocking()
                .modelMetadata(ModelMetadataRequest.newBuilder().setName("ads").build());
        assertThat(metadata.getVersionsList()).containsExactly("3");
        assertThat(metadata.getInputsList())
                .extracting(input -> input.getName() + " " + input.getDatatype() + " " + input.getShapeList())
                .containsExactly("age FP64 [-1]", "bid FP64 [-1]", "city BYTES [-1]", "slot BYTES [-1]");
        var config = client.blocking()
                .modelConfig(ModelConfigRequest.newBuilder().setName("ads").build())
                .getConfig();
        assertThat(config.getInputCount()).isEqualTo(4);
        assertThat(config.getMaxBatchSize()).isEqualTo(Limits.defaults().requestRowsMax());
        assertThat(config.getParametersMap()).containsKeys("experts", "fan_out", "digest");
        client.blocking().modelInfer(GrpcClient.good());
        var statistics = client.blocking()
                .modelStatistics(
                        ModelStatisticsRequest.newBuilder().setName("ads").build())
                .getModelStats(0);
        assertThat(statistics.getInferenceCount()).isPositive();
        assertThat(statistics.getInferenceStats().getSuccess().getCount()).isPositive();
        assertThat(statistics.getExpertStatsList())
                .extracting(inference.ExpertStatistics::getExpert)
                .containsExactly("cheap", "premium");
        assertThat(client.blocking()
                        .modelStatistics(ModelStatisticsRequest.getDefaultInstance())
                        .getModelStatsCount())
                .isEqualTo(1);
        var index = client.blocking().repositoryIndex(RepositoryIndexRequest.getDefaultInstance());
        assertThat(index.getModels(0).getState()).isEqualTo("READY");
    }

    @Test
    void typedInputsGiveTypedOutputsAndRawOnesRaw() {
        ModelInferResponse typed = client.blocking().modelInfer(GrpcClient.good());
        assertThat(typed.getRawOutputContentsCount()).isZero();
        assertThat(typed.getModelVersion()).isEqualTo("3");
        float probability = typed.getOutputs(1).getContents().getFp32Contents(0);

        ModelInferRequest.Builder rawRequest = GrpcClient.request()
                .setId("my id")
                .addInputs(GrpcClient.input("age", "FP64", 1))
                .addRawInputContents(bytes(8, buffer -> buffer.putDouble(39)));
        ModelInferResponse raw = client.blocking().modelInfer(rawRequest.build());
        assertThat(raw.getId()).isEqualTo("my id");
        assertThat(raw.getOutputs(1).hasContents()).isFalse();
        assertThat(raw.getRawOutputContents(1)
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat())
                .isEqualTo(probability);

        ModelInferResponse asked = client.blocking()
                .modelInfer(rawRequest
                        .putParameters("binary_data_output", flag(false))
                        .addOutputs(InferRequestedOutputTensor.newBuilder().setName("probability"))
                        .build());
        assertThat(asked.getOutputsCount()).isEqualTo(1);
        assertThat(asked.getOutputs(0).getContents().getFp32Contents(0)).isEqualTo(probability);
    }

    @Test
    void anExplainedAnswerCarriesTheDecisionOfRest() {
        ModelInferResponse answer = client.blocking()
                .modelInfer(GrpcClient.good().toBuilder()
                        .putParameters("explain", flag(true))
                        .build());

        assertThat(answer.getParametersOrThrow("decision").getStringParam())
                .startsWith("{\"mixture\":\"ads\",\"release\":3,\"micros\":{\"encode\":")
                .contains("\"chosen\":[{\"expert\":");
    }

    @Test
    void aStreamAnswersEveryMessageInOrderAndAnErrorDoesNotEndIt() throws Exception {
        List<ModelStreamInferResponse> answers = new ArrayList<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests = client.async().modelStreamInfer(new StreamObserver<>() {
            @Override
            public void onNext(ModelStreamInferResponse answer) {
                answers.add(answer);
            }

            @Override
            public void onError(Throwable cause) {
                over.completeExceptionally(cause);
            }

            @Override
            public void onCompleted() {
                over.complete(null);
            }
        });
        for (int i = 0; i < 500; i++) {
            String name = i % 5 == 0 ? "no such mixture" : "ads";
            requests.onNext(GrpcClient.good().toBuilder()
                    .setModelName(name)
                    .setId("r" + i)
                    .build());
        }
        requests.onCompleted();
        over.get(30, TimeUnit.SECONDS);

        assertThat(answers).hasSize(500);
        for (int i = 0; i < 500; i++) {
            ModelStreamInferResponse answer = answers.get(i);
            assertThat(answer.getInferResponse().getId()).isEqualTo("r" + i);
            if (i % 5 == 0) {
                assertThat(answer.getErrorMessage()).isEqualTo("unknown mixture 'no such mixture' (mixtures: ads)");
            } else {
                assertThat(answer.getErrorMessage()).isEmpty();
                assertThat(answer.getInferResponse().getOutputsCount()).isEqualTo(2);
            }
        }
    }

    @Test
    void healthIsToldOfTheServerTheServiceAndEachMixture() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(client.channel);
        for (String service : List.of("", "inference.GRPCInferenceService", "ads")) {
            assertThat(health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .as(service)
                    .isEqualTo(ServingStatus.SERVING);
        }
        assertThat(GrpcClient.refusal(() -> health.check(HealthCheckRequest.newBuilder()
                                .setService("adz")
                                .build()))
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void reflectionNamesTheServicesAndTheirMessages() throws Exception {
        ServerReflectionResponse services =
                reflect(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(services.getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains("inference.GRPCInferenceService", "grpc.health.v1.Health");
        ServerReflectionResponse file = reflect(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("inference.ModelInferRequest")
                .build());
        assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isPositive();
    }

    private static ServerReflectionResponse reflect(ServerReflectionRequest request) throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(client.channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable cause) {
                        answer.completeExceptionally(cause);
                    }

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(request);
        requests.onCompleted();
        return answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aTraceIsContinuedAndACallIsCounted() {
        Metadata.Key<String> traceparent = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
        AtomicReference<Metadata> headers = new AtomicReference<>();
        client.with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
                .modelInfer(GrpcClient.good());

        assertThat(headers.get().get(traceparent))
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-01");
        assertThat(server.get("/metrics").body())
                .containsPattern("witan_grpc_calls_total\\{code=\"ok\"\\} [1-9]")
                .contains("witan_grpc_calls_total{code=\"data_loss\"} 0.0");
    }

    @Test
    void aCallerWhoLeavesGivesItsRequestUp() throws Exception {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer held = held(expert);
                GrpcClient caller = new GrpcClient(held)) {
            Context.CancellableContext context = Context.current().withCancellation();
            CompletableFuture<Status> end = new CompletableFuture<>();
            context.run(() -> caller.async().modelInfer(GrpcClient.good(), new StreamObserver<>() {
                @Override
                public void onNext(ModelInferResponse response) {}

                @Override
                public void onError(Throwable cause) {
                    end.complete(Status.fromThrowable(cause));
                }

                @Override
                public void onCompleted() {}
            }));
            expert.awaitSubmitted();
            context.cancel(null);

            assertThat(end.get(30, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
            held.awaitMetric("witan_requests_total{mixture=\"ads\",outcome=\"cancelled\"} 1.0");
            assertThat(held.engine.drain(Duration.ofSeconds(30)))
                    .as("nothing is open any more")
                    .isTrue();
            expert.release();
        }
    }

    @Test
    void theCallersDeadlineIsTheRequests() {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer held = held(expert);
                GrpcClient caller = new GrpcClient(held)) {
            Status status = GrpcClient.refusal(() -> caller.blocking()
                    .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                    .modelInfer(GrpcClient.good()));

            assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            // The caller's own clock may be the quicker one: then the request was given up.
            held.awaitRequestsOpen(0);
            expert.release();
        }
    }

    @Test
    void theTimeoutParameterIsHeededToo() {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer held = held(expert);
                GrpcClient caller = new GrpcClient(held)) {
            Status status = GrpcClient.refusal(() -> caller.blocking()
                    .modelInfer(GrpcClient.good().toBuilder()
                            .putParameters(
                                    "timeout",
                                    InferParameter.newBuilder()
                                            .setInt64Param(50_000)
                                            .build())
                            .build()));

            assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(status.getDescription()).contains("deadline passed");
            expert.release();
        }
    }

    @Test
    void whatIsInFlightEndsWhenTheServerStopsAndWhatIsNewIsRefused() throws Exception {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer held = held(expert);
                GrpcClient caller = new GrpcClient(held)) {
            CompletableFuture<ModelInferResponse> inFlight = CompletableFuture.supplyAsync(
                    () -> caller.blocking().modelInfer(GrpcClient.good()), Thread::startVirtualThread);
            expert.awaitSubmitted();
            CompletableFuture<Boolean> shutdown =
                    CompletableFuture.supplyAsync(held.server::shutdown, Thread::startVirtualThread);
            while (held.server.isReady()) {
                Thread.onSpinWait();
            }
            Status late = GrpcClient.refusal(() -> caller.blocking().modelInfer(GrpcClient.good()));
            expert.release();

            assertThat(late.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(late.getDescription()).isEqualTo("the server is draining");
            assertThat(inFlight.get(30, TimeUnit.SECONDS).getOutputsCount()).isEqualTo(2);
            assertThat(shutdown.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theWireFormIsTheEcosystems() throws InvalidProtocolBufferException {
        // Field 1 of RepositoryModelLoadRequest, in which KServe's clients write the mixture's name.
        byte[] kserve = "\n\003ads".getBytes(UTF_8);
        assertThat(inference.RepositoryModelLoadRequest.parseFrom(kserve).getRepositoryName())
                .isEqualTo("ads");
        // raw_input_contents is field 7 of the request, fp32_contents field 6 of the contents.
        assertThat(ModelInferRequest.RAW_INPUT_CONTENTS_FIELD_NUMBER).isEqualTo(7);
        assertThat(inference.InferTensorContents.FP32_CONTENTS_FIELD_NUMBER).isEqualTo(6);
        assertThat(ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER).isEqualTo(6);
    }

    private static TestServer held(HeldExpert expert) {
        return new TestServer(
                TestServer.config(), Limits.defaults(), new BinaryHead(List.of("skip", "click")), List.of(expert));
    }

    private static InferParameter flag(boolean value) {
        return InferParameter.newBuilder().setBoolParam(value).build();
    }

    private static ByteString bytes(int size, java.util.function.Consumer<ByteBuffer> content) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        content.accept(buffer);
        return ByteString.copyFrom(buffer.flip());
    }
}
