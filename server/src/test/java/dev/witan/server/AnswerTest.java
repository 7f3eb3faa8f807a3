// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final String AGE = "{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [39]}";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anExplainedAnswerCarriesItsDecision() {
        String body = server.infer("{\"inputs\": [" + AGE + "], \"parameters\": {\"explain\": true}}")
                .body();

        assertThat(body)
                .contains("\"parameters\":{\"decision\":{\"mixture\":\"ads\",\"release\":3,\"micros\":{\"encode\":")
                .containsPattern("\"gate\":[0-9.E]+,\"experts\":[0-9.E]+,\"combine\":[0-9.E]+,\"total\":[0-9.E]+\\}")
                .containsPattern("\"rows\":\\[\\{\"chosen\":\\[\\{\"expert\":\"(cheap|premium)\",\"weight\":0\\.")
                .contains("\"fate\":\"answered\"", "\"passed_over\":[]");
    }

    @Test
    void anAnswerThatNobodyAskedToExplainHasNoParameters() {
        assertThat(server.infer("{\"inputs\": [" + AGE + "]}").body()).doesNotContain("parameters");
    }

    @Test
    void onlyTheOutputsThatWereAskedForComeInTheirOrder() {
        String both = server.infer("{\"inputs\": [" + AGE
                        + "], \"outputs\": [{\"name\": \"probability\"}, {\"name\": \"label\"}]}")
                .body();
        String one = server.infer("{\"inputs\": [" + AGE + "], \"outputs\": [{\"name\": \"label\"}]}")
                .body();

        assertThat(both.indexOf("probability")).isLessThan(both.indexOf("label"));
        assertThat(one).contains("label").doesNotContain("probability");
    }

    @Test
    void nullStandsForAnOptionalFieldThatIsLeftOut() {
        String plain = server.infer("{\"inputs\": [" + AGE + "]}").body();
        String age = AGE.replace("}", ", \"parameters\": null}");

        assertThat(server.infer("{\"id\": null, \"parameters\": null, \"outputs\": null, \"inputs\": [" + age + "]}")
                        .body())
                .isEqualTo(plain);
    }

    @Test
    void aTimeoutThatIsOverBeforeTheAnswerIsTruthful() {
        HttpResponse<String> answer = server.infer("{\"inputs\": [" + AGE + "], \"parameters\": {\"timeout\": 1}}");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("the request's deadline passed");
    }

    @Test
    void theCallersTraceIsContinuedWithASpanOfOurOwn() {
        HttpResponse<String> answer =
                server.send(server.request("/v2").header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"));

        assertThat(answer.headers().firstValue("traceparent").orElseThrow())
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .doesNotContain("b7ad6b7169203331");
    }

    @Test
    void aNewTraceStartsWhereNoneOrABrokenOneCame() {
        String none = server.get("/v2").headers().firstValue("traceparent").orElseThrow();
        String broken = server.send(server.request("/v2").header("traceparent", "00-" + TRACE + "-short-01"))
                .headers()
                .firstValue("traceparent")
                .orElseThrow();

        assertThat(none).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(broken).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").doesNotContain(TRACE);
    }

    @Test
    void theRequestIdIsTheCallersOrTheTraces() {
        HttpResponse<String> named = server.send(server.request("/v2").header("x-request-id", "order-66"));
        HttpResponse<String> unnamed = server.get("/v2");

        assertThat(named.headers().firstValue("x-request-id")).hasValue("order-66");
        assertThat(unnamed.headers().firstValue("traceparent").orElseThrow())
                .contains(unnamed.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void metricsCountWhatWasAnsweredAndWhatWasRefused() {
        server.infer("{\"inputs\": [" + AGE + "]}");
        server.infer("{}");
        HttpResponse<String> metrics = server.get("/metrics");

        assertThat(metrics.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
                .containsPattern("witan_requests_total\\{mixture=\"ads\",outcome=\"answered\"} [1-9]")
                .containsPattern("witan_rejected_total\\{code=\"invalid_input\"} [1-9]")
                .containsPattern("witan_expert_rows_total\\{expert=\"cheap\",mixture=\"ads\"} [1-9]")
                .contains("witan_release_info{digest=\"sha256:feed\",mixture=\"ads\",release=\"3\"} 1")
                .contains("witan_kernels_info{kernels=\"scalar\"");
    }

    @Test
    void aHeadRequestHasNoBody() {
        HttpResponse<String> head = server.send(server.request("/v2/models/ads").HEAD());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }
}
