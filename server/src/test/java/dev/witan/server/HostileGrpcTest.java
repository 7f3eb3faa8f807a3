// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import inference.GRPCInferenceServiceGrpc;
import inference.InferParameter;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import inference.ModelInferResponse;
import inference.ModelStreamInferResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a hostile or broken client may send over gRPC, and what it gets. After each case the server still answers.
class HostileGrpcTest {
    private static final int MESSAGE_BYTES_MAX = 200_000;
    private static final int REQUESTS_MAX = 100;
    private static TestServer server;
    private static GrpcClient client;

    @BeforeAll
    static void start() {
        ServerLimits limits =
                TestLimits.of(MESSAGE_BYTES_MAX, REQUESTS_MAX, 20, Duration.ofSeconds(30), Duration.ofSeconds(10));
        server = new TestServer(
                TestServer.config().withLimits(limits),
                Limits.defaults(),
                new BinaryHead(List.of("skip", "click")),
                List.of());
        client = new GrpcClient(server);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @AfterEach
    void theServerStillAnswers() {
        assertThat(client.blocking().modelInfer(GrpcClient.good()).getOutputsCount())
                .isEqualTo(2);
    }

    static Stream<Arguments> badRequests() {
        ModelInferRequest.Builder raw = GrpcClient.request();
        return Stream.of(
                bad("no inputs at all", GrpcClient.request(), "at least one column"),
                bad("an endless id", good().setId("x".repeat(2001)), "id may have 2000 characters: it has 2001"),
                bad("an unknown input", inputs(GrpcClient.numbers("agee", 1)), "did you mean 'age'?"),
                bad(
                        "the same input twice",
                        inputs(GrpcClient.numbers("age", 1), GrpcClient.numbers("age", 1)),
                        "only once"),
                bad(
                        "inputs of unequal length",
                        inputs(GrpcClient.numbers("age", 1), GrpcClient.numbers("bid", 1, 2)),
                        "same number of rows"),
                bad("no shape", inputs(typed(GrpcClient.input("age", "FP64"), 1)), "an input needs a shape"),
                bad(
                        "a negative extent",
                        inputs(typed(GrpcClient.input("age", "FP64", -1), 1)),
                        "between 0 and 2147483647: -1"),
                bad(
                        "an extent beyond 32 bits",
                        inputs(typed(GrpcClient.input("age", "FP64", 1L << 40), 1)),
                        "1099511627776"),
                bad(
                        "10,000 dimensions",
                        inputs(typed(
                                GrpcClient.input(
                                        "age",
                                        "FP64",
                                        IntStream.range(0, 10_000)
                                                .mapToLong(_ -> 1)
                                                .toArray()),
                                1)),
                        "[rows] or [rows, 1]"),
                bad(
                        "a shape that announces more",
                        inputs(typed(GrpcClient.input("age", "FP64", 1000), 1)),
                        "shape announces 1000 rows, the data has 1"),
                bad(
                        "a shape that announces less",
                        inputs(typed(GrpcClient.input("age", "FP64", 1), 1, 2)),
                        "shape announces 1 rows, the data has 2"),
                bad(
                        "an unknown datatype",
                        inputs(typed(GrpcClient.input("age", "FP128", 1), 1)),
                        "datatype must be one of"),
                bad(
                        "contents of another datatype",
                        inputs(typed(GrpcClient.input("age", "INT32", 1), 1)),
                        "only the list of its datatype, INT32"),
                bad(
                        "typed FP16",
                        inputs(typed(GrpcClient.input("age", "FP16", 1), 1)),
                        "send it in raw_input_contents"),
                bad(
                        "typed BF16",
                        inputs(typed(GrpcClient.input("age", "BF16", 1), 1)),
                        "send it in raw_input_contents"),
                bad(
                        "an INT8 beyond its range",
                        inputs(GrpcClient.input("age", "INT8", 1)
                                .setContents(InferTensorContents.newBuilder().addIntContents(128))
                                .build()),
                        "between -128 and 127"),
                bad(
                        "a UINT16 beyond its range",
                        inputs(GrpcClient.input("age", "UINT16", 1)
                                .setContents(InferTensorContents.newBuilder().addUintContents(-1))
                                .build()),
                        "between 0 and 65535; row 0 is '4294967295'"),
                bad("a number that is none", inputs(GrpcClient.numbers("age", Double.NaN)), "must be finite"),
                bad(
                        "a text that is not UTF-8",
                        inputs(GrpcClient.input("city", "BYTES", 1)
                                .setContents(InferTensorContents.newBuilder()
                                        .addBytesContents(ByteString.copyFrom(new byte[] {(byte) 0xff})))
                                .build()),
                        "must be UTF-8"),
                bad(
                        "a text that is too long",
                        inputs(GrpcClient.texts("city", "x".repeat(3000))),
                        "between 0 and 2000"),
                bad(
                        "raw and typed at once",
                        inputs(GrpcClient.numbers("age", 1)).addRawInputContents(ByteString.copyFrom(new byte[8])),
                        "it has both"),
                bad(
                        "raw contents for some inputs only",
                        inputs(
                                        GrpcClient.input("age", "FP64", 1).build(),
                                        GrpcClient.input("bid", "FP64", 1).build())
                                .addRawInputContents(ByteString.copyFrom(new byte[8])),
                        "one entry for each of the 2 inputs: it has 1"),
                bad(
                        "raw contents of a wrong length",
                        inputs(GrpcClient.input("age", "FP64", 1).build())
                                .addRawInputContents(ByteString.copyFrom(new byte[7])),
                        "multiple of 8: 7"),
                bad(
                        "a raw text that promises more",
                        inputs(GrpcClient.input("city", "BYTES", 1).build())
                                .addRawInputContents(ByteString.copyFrom(new byte[] {100, 0, 0, 0, 'x'})),
                        "announces a text of more bytes than the 1 that are left"),
                bad(
                        "a raw text of negative length",
                        inputs(GrpcClient.input("city", "BYTES", 1).build())
                                .addRawInputContents(ByteString.copyFrom(new byte[] {-1, -1, -1, -1})),
                        "between 0 and 2000: -1"),
                bad(
                        "too many inputs",
                        inputs(IntStream.range(0, 9)
                                .mapToObj(i -> GrpcClient.numbers("age", i))
                                .toArray(InferInputTensor[]::new)),
                        "may have 8 inputs"),
                bad(
                        "an unknown output",
                        good().addOutputs(
                                        InferRequestedOutputTensor.newBuilder().setName("probabilty")),
                        "did you mean 'probability'?"),
                bad(
                        "the same output twice",
                        good().addOutputs(
                                        InferRequestedOutputTensor.newBuilder().setName("label"))
                                .addOutputs(
                                        InferRequestedOutputTensor.newBuilder().setName("label")),
                        "only once"),
                bad(
                        "an unknown parameter",
                        good().putParameters(
                                        "explian",
                                        InferParameter.newBuilder()
                                                .setBoolParam(true)
                                                .build()),
                        "unknown field 'explian' in parameters"),
                bad(
                        "a parameter of another type",
                        good().putParameters(
                                        "timeout",
                                        InferParameter.newBuilder()
                                                .setStringParam("soon")
                                                .build()),
                        "between 1 and 86400000000: 'soon'"),
                bad(
                        "a timeout of less than nothing",
                        good().putParameters(
                                        "timeout",
                                        InferParameter.newBuilder()
                                                .setInt64Param(-5)
                                                .build()),
                        "-5"),
                bad(
                        "a parameter without a value",
                        raw.mergeFrom(GrpcClient.good()).putParameters("explain", InferParameter.getDefaultInstance()),
                        "true or false: nothing"));
    }

    private static Arguments bad(String what, ModelInferRequest.Builder request, String reason) {
        return Arguments.of(what, request.build(), reason);
    }

    private static ModelInferRequest.Builder good() {
        return GrpcClient.good().toBuilder();
    }

    private static ModelInferRequest.Builder inputs(InferInputTensor... inputs) {
        return GrpcClient.request().addAllInputs(List.of(inputs));
    }

    private static InferInputTensor typed(InferInputTensor.Builder input, double... values) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (double value : values) {
            contents.addFp64Contents(value);
        }
        return input.setContents(contents).build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void aBadRequestIsRefusedWithTheRuleAndTheValue(String what, ModelInferRequest request, String reason) {
        Status status = GrpcClient.refusal(() -> client.blocking().modelInfer(request));

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains(reason);
    }

    @Test
    void anUnknownMixtureOrReleaseIsNotFound() {
        for (ModelInferRequest request : List.of(
                good().setModelName("adz").build(),
                good().setModelName("../ads").build(),
                good().setModelName("").build(),
                good().setModelVersion("4").build())) {
            assertThat(GrpcClient.refusal(() -> client.blocking().modelInfer(request))
                            .getCode())
                    .isEqualTo(Status.Code.NOT_FOUND);
        }
    }

    @Test
    void bytesThatAreNoMessageAreTheCallersMistake() {
        for (byte[] garbage : List.of(
                new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff},
                new byte[] {0x2a, 0x7f, 1},
                "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII))) {
            Status status = sendBytes("inference.GRPCInferenceService/ModelInfer", garbage);

            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).startsWith("the message must be the protobuf message of");
        }
    }

    @Test
    void anUnknownMethodOrServiceIsUnimplemented() {
        assertThat(sendBytes("inference.GRPCInferenceService/Trace", new byte[0])
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(sendBytes("no.such.Service/Method", new byte[0]).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aMessageThatIsTooLargeIsRefused() {
        ModelInferRequest large = GrpcClient.request()
                .addInputs(GrpcClient.input("age", "FP64", 1))
                .addRawInputContents(ByteString.copyFrom(new byte[MESSAGE_BYTES_MAX + 1]))
                .build();

        assertThat(GrpcClient.refusal(() -> client.blocking().modelInfer(large)).getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void messagesThatAreKeptOpenTakeABoundedAmountOfMemory() {
        byte[] large = GrpcClient.request()
                .addInputs(GrpcClient.input("age", "FP64", 1))
                .addRawInputContents(ByteString.copyFrom(new byte[MESSAGE_BYTES_MAX - 1000]))
                .build()
                .toByteArray();
        List<ClientCall<byte[], byte[]>> held = new ArrayList<>();
        List<CompletableFuture<Status>> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Status> end = new CompletableFuture<>();
            held.add(send("inference.GRPCInferenceService/ModelInfer", large, end));
            ends.add(end);
        }
        Object first = CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        assertThat(((Status) first).isOk()).isFalse();
        held.forEach(call -> call.cancel("enough", null));
        server.awaitIdle();
    }

    @Test
    void onlyRequestsToInferMayBeLarge() {
        for (String method : List.of("grpc.health.v1.Health/Watch", "inference.GRPCInferenceService/ServerLive")) {
            CompletableFuture<Status> end = new CompletableFuture<>();
            send(method, new byte[5000], end);

            assertThat(end.orTimeout(30, TimeUnit.SECONDS).join().isOk()).isFalse();
        }
    }

    @Test
    void aCompressedMessageIsNotUnpacked() {
        assertThat(GrpcClient.refusal(
                                () -> client.blocking().withCompression("gzip").modelInfer(GrpcClient.good()))
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aMessageThatIsSaidNotToBeCompressedIsRead() {
        CompressorRegistry nothing = CompressorRegistry.newEmptyInstance();
        nothing.register(new Compressor() {
            @Override
            public String getMessageEncoding() {
                return "identity";
            }

            @Override
            public OutputStream compress(OutputStream stream) {
                return stream;
            }
        });
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.server.grpcPort())
                .usePlaintext()
                .compressorRegistry(nothing)
                .build();
        try {
            CompletableFuture<Status> end = new CompletableFuture<>();
            ClientCall<ModelInferRequest, ModelInferResponse> call = channel.newCall(
                    GRPCInferenceServiceGrpc.getModelInferMethod(), CallOptions.DEFAULT.withCompression("identity"));
            call.start(ending(end), new Metadata());
            call.setMessageCompression(false);
            call.request(2);
            call.sendMessage(GrpcClient.good());
            call.halfClose();

            assertThat(end.orTimeout(30, TimeUnit.SECONDS).join().isOk()).isTrue();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void metadataThatIsTooLargeIsRefused() {
        assertThat(GrpcClient.refusal(
                        () -> client.with("x-filler", "x".repeat(10_000)).modelInfer(GrpcClient.good())))
                .isNotNull();
    }

    @Test
    void aDeadlineInThePastIsOver() {
        assertThat(GrpcClient.refusal(() -> client.blocking()
                                .withDeadlineAfter(-1, TimeUnit.SECONDS)
                                .modelInfer(GrpcClient.good()))
                        .getCode())
                .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "1n");
        assertThat(GrpcClient.refusal(() -> GRPCInferenceServiceGrpc.newBlockingStub(client.channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                        .withDeadlineAfter(1, TimeUnit.NANOSECONDS)
                        .modelInfer(GrpcClient.good())))
                .isNotNull();
    }

    @Test
    void callsThatAreCancelledAtOnceLeaveNothingBehind() {
        for (int i = 0; i < 200; i++) {
            ClientCall<ModelInferRequest, ModelInferResponse> call =
                    client.channel.newCall(GRPCInferenceServiceGrpc.getModelInferMethod(), CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.request(1);
            if (i % 2 == 0) {
                call.sendMessage(GrpcClient.good());
            }
            call.cancel("on purpose", null);
        }
        server.awaitRequestsOpen(0);
        server.awaitIdle();
    }

    @Test
    void callsThatSayNothingTakeNobodysPlace() {
        List<ClientCall<ModelInferRequest, ModelInferResponse>> silent = new ArrayList<>();
        for (int i = 0; i < 2 * REQUESTS_MAX; i++) {
            ClientCall<ModelInferRequest, ModelInferResponse> call =
                    client.channel.newCall(GRPCInferenceServiceGrpc.getModelInferMethod(), CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            silent.add(call);
        }

        theServerStillAnswers();
        silent.forEach(call -> call.cancel("enough", null));
    }

    @Test
    void aCallWithoutAMessageIsRefusedWhenItEnds() {
        CompletableFuture<Status> end = new CompletableFuture<>();
        ClientCall<ModelInferRequest, ModelInferResponse> call =
                client.channel.newCall(GRPCInferenceServiceGrpc.getModelInferMethod(), CallOptions.DEFAULT);
        call.start(ending(end), new Metadata());
        call.request(1);
        call.halfClose();

        assertThat(end.orTimeout(30, TimeUnit.SECONDS).join().isOk()).isFalse();
    }

    @Test
    void aStreamThatIsBrokenOffLeavesNothingBehind() {
        StreamObserver<ModelInferRequest> requests = client.async().modelStreamInfer(new StreamObserver<>() {
            @Override
            public void onNext(ModelStreamInferResponse answer) {}

            @Override
            public void onError(Throwable cause) {}

            @Override
            public void onCompleted() {}
        });
        for (int i = 0; i < 100; i++) {
            requests.onNext(GrpcClient.good());
        }
        requests.onError(new IllegalStateException("on purpose"));
        server.awaitRequestsOpen(0);
        server.awaitIdle();
    }

    @Test
    void whoeverSpeaksAnotherProtocolIsHungUpOn() {
        String answer = RawHttp.send(server.server.grpcPort(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).doesNotContain("HTTP/1.1 200");
    }

    @Test
    void aHalfOpenConnectionHarmsNobody() throws Exception {
        try (Socket _ = new Socket("127.0.0.1", server.server.grpcPort());
                Socket half = new Socket("127.0.0.1", server.server.grpcPort())) {
            half.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM".getBytes(US_ASCII));
            half.shutdownOutput();
            assertThat(half.getInputStream().readAllBytes()).hasSizeLessThan(200);
            theServerStillAnswers();
        }
    }

    @Test
    void connectionsBeyondTheBoundAreClosedAtOnce() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 19; i++) {
                sockets.add(new Socket("127.0.0.1", server.server.grpcPort()));
            }
            try (Socket last = new Socket("127.0.0.1", server.server.grpcPort());
                    Socket beyond = new Socket("127.0.0.1", server.server.grpcPort())) {
                beyond.setSoTimeout(30_000);
                assertThat(closesEarly(beyond) || closesEarly(last)).isTrue();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean closesEarly(Socket socket) {
        try {
            socket.setSoTimeout(30_000);
            return socket.getInputStream().readNBytes(1000).length < 1000;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }

    @Test
    void anInternalErrorLeaksNothing() {
        HeldExpert expert = new HeldExpert(12, true);
        expert.release();
        try (TestServer broken = new TestServer(
                        TestServer.config(),
                        Limits.defaults(),
                        new BinaryHead(List.of("skip", "click")),
                        List.of(expert));
                GrpcClient caller = new GrpcClient(broken)) {
            // The other experts answer: the answer is degraded and the cause is nobody's business.
            var answer = caller.blocking().modelInfer(GrpcClient.good());
            assertThat(answer.getParametersOrThrow("degraded").getBoolParam()).isTrue();
            assertThat(answer.toString()).doesNotContain("secret");
        }
    }

    @Test
    void manyCallsAtOnceOnOneConnectionAreAllAnsweredOrRefused() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.server.grpcPort())
                .usePlaintext()
                .build();
        try {
            int calls = 2000;
            CountDownLatch ended = new CountDownLatch(calls);
            List<Status.Code> codes = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < calls; i++) {
                ClientCalls.asyncUnaryCall(
                        channel.newCall(GRPCInferenceServiceGrpc.getModelInferMethod(), CallOptions.DEFAULT),
                        GrpcClient.good(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(ModelInferResponse response) {}

                            @Override
                            public void onError(Throwable cause) {
                                codes.add(Status.fromThrowable(cause).getCode());
                                ended.countDown();
                            }

                            @Override
                            public void onCompleted() {
                                codes.add(Status.Code.OK);
                                ended.countDown();
                            }
                        });
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(codes)
                    .contains(Status.Code.OK)
                    .allMatch(code -> code == Status.Code.OK || code == Status.Code.RESOURCE_EXHAUSTED);
        } finally {
            channel.shutdownNow();
        }
    }

    private static <T> ClientCall.Listener<T> ending(CompletableFuture<Status> end) {
        return new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                end.complete(status);
            }
        };
    }

    private static Status sendBytes(String method, byte[] bytes) {
        CompletableFuture<Status> end = new CompletableFuture<>();
        send(method, bytes, end).halfClose();
        return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /// Opens a call and sends a message, and nothing to say that it was the last.
    private static ClientCall<byte[], byte[]> send(String method, byte[] bytes, CompletableFuture<Status> end) {
        MethodDescriptor.Marshaller<byte[]> asTheyAre = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                return new byte[0];
            }
        };
        ClientCall<byte[], byte[]> call = client.channel.newCall(
                MethodDescriptor.newBuilder(asTheyAre, asTheyAre)
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(method)
                        .build(),
                CallOptions.DEFAULT);
        call.start(ending(end), new Metadata());
        call.request(1);
        call.sendMessage(bytes);
        return call;
    }
}
