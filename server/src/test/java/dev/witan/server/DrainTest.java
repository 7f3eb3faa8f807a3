// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import dev.witan.kernels.Kernels;
import dev.witan.observability.Telemetry;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final String GOOD =
            "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [39]}]}";
    private static final int DIMENSIONS = 12;

    private static TestServer server(HeldExpert expert) {
        return new TestServer(
                TestServer.config(), Limits.defaults(), new BinaryHead(List.of("skip", "click")), List.of(expert));
    }

    @Test
    void whatIsInFlightFinishesAndWhatIsNewIsRefused() throws Exception {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer server = server(expert)) {
            CompletableFuture<HttpResponse<String>> inFlight = CompletableFuture.supplyAsync(() -> server.infer(GOOD));
            expert.awaitSubmitted();
            CompletableFuture<Boolean> shutdown = CompletableFuture.supplyAsync(server.server::shutdown);
            while (server.server.isReady()) {
                Thread.onSpinWait();
            }
            HttpResponse<String> late = server.infer(GOOD);
            HttpResponse<String> ready = server.get("/v2/health/ready");
            expert.release();

            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).isEqualTo("{\"error\":\"the server is draining\"}");
            assertThat(late.headers().firstValue("connection")).hasValue("close");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(inFlight.get().statusCode()).isEqualTo(200);
            assertThat(shutdown.get()).isTrue();
            assertThatThrownBy(() -> new Socket("127.0.0.1", server.server.port()).close())
                    .isInstanceOfAny(ConnectException.class, IllegalArgumentException.class);
        }
    }

    @Test
    void anExpertsFailureLeavesADegradedAnswer() {
        HeldExpert expert = new HeldExpert(DIMENSIONS, true);
        expert.release();
        try (TestServer server = server(expert)) {
            HttpResponse<String> answer = server.infer(GOOD);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"parameters\":{\"degraded\":true}");
            assertThat(server.get("/metrics").body())
                    .contains("witan_requests_total{mixture=\"ads\",outcome=\"degraded\"} 1.0")
                    .contains(
                            "witan_expert_failures_total{code=\"expert_failed\",expert=\"held\",mixture=\"ads\"} 1.0");
        }
    }

    @Test
    void aServerWithoutMixturesIsLiveAndNotReady() {
        Telemetry telemetry = new Telemetry("0.1.0", Kernels.available().getFirst());
        try (WitanServer server = WitanServer.start(TestServer.config(), telemetry)) {
            assertThat(server.isReady()).isFalse();
            assertThat(RawHttp.get(server.port(), "/v2/health/live")).startsWith("HTTP/1.1 200");
            assertThat(RawHttp.get(server.port(), "/v2/health/ready")).startsWith("HTTP/1.1 503");
            assertThat(RawHttp.get(server.port(), "/v2/models/ads"))
                    .startsWith("HTTP/1.1 503")
                    .contains("the server is starting: its mixtures are not loaded yet");
        }
    }
}
