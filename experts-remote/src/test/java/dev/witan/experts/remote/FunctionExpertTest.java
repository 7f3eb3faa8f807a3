// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static dev.witan.experts.remote.RemoteObserver.Start.COLD;
import static dev.witan.experts.remote.RemoteObserver.Start.WARM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.time.NanoClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionExpertTest {
    private static final float[] ROW = {1.25f, -3};
    private static final Duration START_TIME = Duration.ofMillis(150);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Model model = new Model();
    private final Heard heard = new Heard();
    private final RemoteExperts experts = new RemoteExperts(NanoClock.system());

    private Expert expert(ColdFunction function, Duration timeout, Duration warmEvery, int instances) {
        FunctionSettings settings =
                new FunctionSettings(Target.of(function.url()), timeout, 4, 64, "", warmEvery, instances);
        return experts.function("f", "sha256:f", Model.INPUTS, Model.OUTPUTS, settings, heard);
    }

    @AfterEach
    void close() {
        experts.close();
    }

    @Test
    void answersRows() {
        try (ColdFunction function = new ColdFunction(model, START_TIME, true);
                Expert expert = expert(function, TIMEOUT, Duration.ZERO, 1)) {
            expert.warm();

            assertThat(Asking.of(expert, ROW).answer(0)).containsExactly(1.25f, -3, -1.75f);
            assertThat(heard.last().start()).isEqualTo(WARM);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsColdCallsFromWarmOnes(boolean tells) {
        try (ColdFunction function = new ColdFunction(model, START_TIME, tells);
                Expert expert = expert(function, TIMEOUT, Duration.ZERO, 1)) {
            expert.warm();
            for (int i = 0; i < 20; i++) {
                Asking.of(expert, ROW).answer(0);
            }

            function.sleep();
            Asking.of(expert, ROW).answer(0);
            assertThat(heard.last().start()).isEqualTo(COLD);
            assertThat(heard.last().nanos()).isGreaterThan(START_TIME.toNanos());

            Asking.of(expert, ROW).answer(0);
            assertThat(heard.last().start()).isEqualTo(WARM);
        }
    }

    /// Or else each row that is tired of waiting would have the next one start another instance.
    @Test
    void letsACallEndThatNobodyWaitsForAnyMore() {
        try (ColdFunction function = new ColdFunction(model, START_TIME, true);
                Expert expert = expert(function, TIMEOUT, Duration.ZERO, 1)) {
            expert.warm();
            function.sleep();
            Asking asking = Asking.of(expert, ROW);
            Await.until(() -> function.started() == 2);

            asking.batch.cancel();

            assertThat(asking.answer(0)).containsExactly(1.25f, -3, -1.75f);
            assertThat(heard.last().start()).isEqualTo(COLD);
        }
    }

    @Test
    void hasAsManyInstancesWarmBeforeTheFirstCallAsAsked() {
        try (ColdFunction function = new ColdFunction(model, START_TIME, true);
                Expert expert = expert(function, TIMEOUT, Duration.ofHours(1), 3)) {
            expert.warm();
            assertThat(function.started()).isEqualTo(3);

            for (Asking asking : new Asking[] {
                Asking.of(expert, ROW), Asking.of(expert, ROW), Asking.of(expert, ROW),
            }) {
                asking.answer(0);
            }

            assertThat(heard.calls).extracting(RemoteObserver.Call::start).containsOnly(WARM);
        }
    }

    @Test
    void keepsInstancesWarmThatNobodyUses() {
        try (ColdFunction function = new ColdFunction(model, START_TIME, true);
                Expert expert = expert(function, TIMEOUT, Duration.ofMillis(400), 1)) {
            expert.warm();
            function.sleep();
            while (heard.nextWarmed() == WARM) {
                assertThat(function.started()).isLessThanOrEqualTo(2);
            }
            assertThat(function.started()).isEqualTo(2);
        }
    }

    @Test
    void sendsNothingToKeepWarmWhatIsBusy() {
        Warmed busy = new Warmed(2);
        busy.warmer.entered();
        busy.warmer.entered();
        busy.warmer.left();

        busy.warmer.fill().join();
        assertThat(busy.asked).isZero();

        busy.warmer.fill().join();
        assertThat(busy.asked).isEqualTo(1);
    }

    @Test
    void failsACallThatTheStartTakesLongerThanItMay() {
        try (ColdFunction function = new ColdFunction(model, START_TIME, true);
                Expert expert = expert(function, Duration.ofMillis(20), Duration.ZERO, 1)) {
            expert.warm();
            function.sleep();

            assertThat(Asking.of(expert, ROW).failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void refusesAFunctionThatAnswersInAnotherShape() {
        model.rowsTooMany = 1;
        try (ColdFunction function = new ColdFunction(model, START_TIME, true);
                Expert expert = expert(function, TIMEOUT, Duration.ZERO, 1)) {
            WitanException why = catchThrowableOfType(WitanException.class, expert::warm);

            assertThat(why.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(why).hasMessageContaining("output 'y' must have the shape [1, 3]: [2, 3]");
        }
    }

    @Test
    void sendsRawBytesToAFunctionThatAnswersInThem() {
        try (RestModelServer server = new RestModelServer(model)) {
            FunctionSettings settings = new FunctionSettings(
                    Target.of(server.url() + "/v2/models/" + Model.NAME + "/infer"),
                    TIMEOUT,
                    4,
                    64,
                    "",
                    Duration.ZERO,
                    1);
            try (Expert expert = experts.function("f", "sha256:f", Model.INPUTS, Model.OUTPUTS, settings, heard)) {
                assertThat(Asking.of(expert, ROW).answer(0)).containsExactly(1.25f, -3, -1.75f);
                assertThat(model.asked).extracting(Model.Asked::isBinary).containsExactly(false, true);
            }
        }
    }

    @Test
    void saysThatAFunctionIsDown() {
        ColdFunction function = new ColdFunction(model, START_TIME, true);
        function.close();
        try (Expert expert = expert(function, TIMEOUT, Duration.ZERO, 1)) {
            assertThat(catchThrowableOfType(WitanException.class, expert::warm).code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    void isNeverAskedOverGrpc() {
        assertThatThrownBy(() -> new FunctionSettings(Target.of("grpc://host:1"), TIMEOUT, 4, 64, "", Duration.ZERO, 1))
                .hasMessageContaining("url must be HTTP's for a function: grpc://host:1");
    }
}
