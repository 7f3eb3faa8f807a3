// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteExpertTest {
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final float[] ROW = {1.25f, -3};
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Model model = new Model();
    private final Heard heard = new Heard();
    private final RemoteExperts experts = new RemoteExperts(NanoClock.system());

    /// How the model is reached.
    enum Way {
        GRPC,
        REST,
        /// From a server that knows no raw tensors.
        JSON
    }

    private ModelServer server(Way way) {
        model.isBinary = way != Way.JSON;
        return way == Way.GRPC ? new GrpcModelServer(model) : new RestModelServer(model);
    }

    private Expert expert(ModelServer server) {
        return expert(server, TIMEOUT, Packing.NONE);
    }

    private Expert expert(ModelServer server, Duration timeout, Packing packing) {
        return expert(new RemoteSettings(Target.of(server.url()), Model.NAME, timeout, 4, 64, packing, "secret"));
    }

    private Expert expert(RemoteSettings settings) {
        return experts.remote("a", "sha256:a", Model.INPUTS, Model.OUTPUTS, settings, heard);
    }

    @AfterEach
    void close() {
        model.held.countDown();
        experts.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersRows(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            expert.warm();

            Asking asking = Asking.of(expert, ROW, new float[] {0.1f, 0.2f});

            assertThat(asking.answer(0)).containsExactly(1.25f, -3, -1.75f);
            assertThat(asking.answer(1)).containsExactly(0.1f, 0.2f, 0.1f + 0.2f);
            assertThat(heard.last().outcome()).isEqualTo("answered");
            assertThat(heard.last().bytesSent()).isBetween(16L, 1000L);
            assertThat(heard.last().bytesReceived()).isBetween(24L, 1000L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheOtherEndWhoAsksAndForHowLong(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            Asking.within(Duration.ofSeconds(2), expert, ROW).answer(0);

            Model.Asked asked = model.asked.remove();
            assertThat(asked.authorization()).isEqualTo("Bearer secret");
            assertThat(asked.traceparent()).isEqualTo(TRACE);
            assertThat(asked.isBinary()).isEqualTo(way != Way.JSON);
            assertThat(asked.timeoutNanos()).isBetween(1L, Duration.ofSeconds(2).toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAModelOfAnotherShape(Way way) {
        model.outputsSaid = 4;
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            WitanException why = catchThrowableOfType(WitanException.class, expert::warm);

            assertThat(why.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(why)
                    .hasMessageContaining("expert 'a'")
                    .hasMessageContaining("shape [-1, 3], as the mixture has: [-1, 4]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAModelThatIsNotThere(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(
                        new RemoteSettings(Target.of(server.url()), "other.b", TIMEOUT, 4, 64, Packing.NONE, ""))) {
            WitanException why = catchThrowableOfType(WitanException.class, expert::warm);

            assertThat(why.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(why).hasMessageContaining("no such model");
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsForAModelThatIsNotReady(Way way) {
        model.isReady = false;
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            assertThat(catchThrowableOfType(WitanException.class, expert::warm).code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);

            model.isReady = true;
            heard.awaitRise();

            assertThat(Asking.of(expert, ROW).answer(0)).hasSize(Model.OUTPUTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesTheReasonOnThatTheOtherEndGives(Way way) {
        model.isBusy = true;
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            WitanException why = Asking.of(expert, ROW).failure();

            assertThat(why.code()).isEqualTo(ErrorCode.EXPERT_FAILED);
            assertThat(why).hasMessageContaining("no time for you");
            assertThat(heard.last().outcome()).isEqualTo("expert_failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void believesNoAnswerOfAnotherDatatype(Way way) {
        model.datatype = "FP64";
        assertThat(failure(way)).hasMessageContaining("FP32: FP64");
    }

    @ParameterizedTest
    @EnumSource
    void believesNoAnswerOfAnotherShape(Way way) {
        model.rowsTooMany = 1;
        assertThat(failure(way)).hasMessageContaining("shape [1, 3]: [2, 3]");
    }

    @ParameterizedTest
    @EnumSource(names = {"GRPC", "REST"})
    void believesNoAnswerThatIsNotFinite(Way way) {
        model.factor = Float.POSITIVE_INFINITY;
        assertThat(failure(way)).hasMessageContaining("be finite: Infinity in row 0");
    }

    private WitanException failure(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            WitanException why = Asking.of(expert, ROW).failure();
            assertThat(why.code()).isEqualTo(ErrorCode.EXPERT_FAILED);
            return why;
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsByTheDeadline(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            expert.warm();
            model.held = new CountDownLatch(1);
            long started = System.nanoTime();

            WitanException why =
                    Asking.within(Duration.ofMillis(100), expert, ROW).failure();

            assertThat(why.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            assertThat(System.nanoTime() - started).isLessThan(TIMEOUT.toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsByItsTimeoutWhereTheDeadlineIsLater(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server, Duration.ofMillis(100), Packing.NONE)) {
            expert.warm();
            model.held = new CountDownLatch(1);

            WitanException why =
                    Asking.within(Duration.ofSeconds(60), expert, ROW).failure();

            assertThat(why.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            assertThat(heard.last().outcome()).isEqualTo("deadline_exceeded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpAtOnceWhenNobodyWaits(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            expert.warm();
            model.held = new CountDownLatch(1);
            Asking asking = Asking.of(expert, ROW);

            asking.batch.cancel();

            assertThat(asking.failure().code()).isEqualTo(ErrorCode.CANCELLED);
        }
    }

    @Test
    void tellsTheOtherEndOverGrpcThatNobodyWaits() throws InterruptedException {
        try (ModelServer server = server(Way.GRPC);
                Expert expert = expert(server)) {
            expert.warm();
            model.held = new CountDownLatch(1);
            Asking asking = Asking.of(expert, ROW);
            Await.until(() -> !model.asked.isEmpty());

            asking.batch.cancel();

            assertThat(model.left.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void hangsUpOverRestWhenNobodyWaits() throws InterruptedException {
        try (WatchedSocket server = new WatchedSocket(WatchedSocket.Manner.HOLDS);
                Expert expert = expert(settings(server))) {
            Asking asking = Asking.of(expert, ROW);
            assertThat(server.asked.await(10, TimeUnit.SECONDS)).isTrue();

            asking.batch.cancel();

            assertThat(server.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void asksAgainWhereAConnectionThatWasKeptIsGone() {
        try (WatchedSocket server = new WatchedSocket(WatchedSocket.Manner.CLOSES);
                Expert expert = expert(settings(server))) {
            for (int i = 0; i < 20; i++) {
                assertThat(Asking.of(expert, ROW).answer(0)).containsExactly(1, 2, 3);
            }
            assertThat(heard.calls).extracting(RemoteObserver.Call::outcome).containsOnly("answered");
        }
    }

    private static RemoteSettings settings(WatchedSocket server) {
        return new RemoteSettings(Target.of(server.url()), Model.NAME, TIMEOUT, 4, 64, Packing.NONE, "");
    }

    @ParameterizedTest
    @EnumSource
    void comesBackWithTheServer(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            expert.warm();
            Asking.of(expert, ROW).answer(0);

            server.kill();
            assertThat(Asking.of(expert, ROW).failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            heard.nextFall();
            server.comeBack();
            heard.awaitRise();

            assertThat(Asking.of(expert, ROW).answer(0)).hasSize(Model.OUTPUTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void costsNothingWhileTheServerIsDown(Way way) {
        ModelServer server = server(way);
        server.kill();
        try (Expert expert = expert(server)) {
            assertThat(catchThrowableOfType(WitanException.class, expert::warm).code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);

            for (int i = 0; i < 20; i++) {
                Asking asking = Asking.of(expert, ROW);
                assertThat(asking.ended).isCompletedExceptionally();
            }

            assertThat(Asking.of(expert, ROW).failure()).hasMessageContaining("not asked, for it is down");
            assertThat(heard.last().bytesSent()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsWhatIsOnItsWayWhenTheServerDies(Way way) {
        try (ModelServer server = server(way);
                Expert expert = expert(server)) {
            expert.warm();
            model.held = new CountDownLatch(1);
            Asking asking = Asking.of(expert, ROW);
            Await.until(() -> !model.asked.isEmpty());

            server.kill();

            assertThat(asking.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void packsWhatIsLong(Way way) {
        float[][] rows = new float[500][Model.INPUTS];
        try (ModelServer server = server(way);
                Expert plain = expert(server);
                Expert packing = expert(server, TIMEOUT, new Packing(1000))) {
            Asking.of(plain, rows).answer(499);
            long plainBytes = heard.last().bytesSent();

            assertThat(Asking.of(packing, rows).answer(499)).containsExactly(0, 0, 0);

            assertThat(heard.last().bytesSent()).isLessThan(plainBytes / 4);
            assertThat(model.asked).last().extracting(Model.Asked::encoding).isEqualTo("gzip");
        }
    }

    @Test
    void packsNothingForAServerThatCannotUnpack() {
        try (ModelServer server = new GrpcModelServer(model, false);
                Expert expert = expert(server, TIMEOUT, new Packing(0))) {
            assertThat(Asking.of(expert, ROW).answer(0)).containsExactly(1.25f, -3, -1.75f);
            assertThat(Asking.of(expert, ROW).answer(0)).containsExactly(1.25f, -3, -1.75f);
            assertThat(model.asked).extracting(Model.Asked::encoding).containsOnly("");
        }
    }
}
