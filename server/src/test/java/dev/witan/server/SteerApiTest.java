// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.server.host.Exposure;
import dev.witan.steering.Controls;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steering over the admin API, as the data plane sees it.
class SteerApiTest {
    private static final String STEERS = "/admin/v1/mixtures/ads/steers";
    private static final String EXPLAINED = """
            {"inputs": [{"name": "age", "shape": [1], "datatype": "FP64", "data": [40]}],
             "parameters": {"explain": true}}""";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T03:00:00Z"));
    private Controls controls;
    private TestServer server;

    @BeforeEach
    void start() {
        controls = controls();
        server = new TestServer(controls, Exposure.EXPERTS);
    }

    private Controls controls() {
        return new Controls(name -> Optional.of(folder.resolve(name).resolve("steers.jsonl")), now::get);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> admin(String method, String path, String body) {
        return server.send(server.admin(path)
                .header("authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                .header("content-type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private void excludesPremium() {
        HttpResponse<String> laid = admin("POST", STEERS, """
                {"action": "exclude", "expert": "premium", "who": "dana", "why": "it is off", "for": "30m"}""");
        assertThat(laid.statusCode()).as(laid.body()).isEqualTo(201);
    }

    @Test
    void aSteerHoldsForTheNextRequestAndItsDecisionNamesIt() {
        assertThat(server.infer(EXPLAINED).body()).doesNotContain("excluded");
        excludesPremium();
        assertThat(server.infer(EXPLAINED).body())
                .contains("excluded by dana until 2026-11-22T03:30:00Z: it is off (steer s1)");
        server.awaitMetric("witan_steered_rows_total{mixture=\"ads\"} 1.0");
        server.awaitMetric("witan_steers{mixture=\"ads\"} 1.0");
        server.awaitMetric("witan_overlay_epoch{mixture=\"ads\"} 1.0");
        HttpResponse<String> undone = admin("DELETE", STEERS + "/s1", "{\"who\": \"kim\", \"why\": \"mended\"}");
        assertThat(undone.statusCode()).as(undone.body()).isEqualTo(200);
        assertThat(server.infer(EXPLAINED).body()).doesNotContain("excluded");
    }

    @Test
    void whatIsInForceAndTheLogAreTold() {
        excludesPremium();
        assertThat(admin("GET", STEERS, "").body())
                .contains(
                        "\"mixture\":\"ads\"",
                        "\"trouble\":\"\"",
                        "\"epoch\":1",
                        "\"id\":\"s1\"",
                        "\"action\":\"exclude\"",
                        "\"waits\":false",
                        "steer s1 excludes 'premium' for all requests: it is off (dana, until 2026-11-22T03:30:00Z)");
        now.set(now.get().plus(Duration.ofHours(1)));
        controls.tick();
        assertThat(admin("GET", STEERS, "").body()).contains("\"steers\":[]");
        assertThat(admin("GET", STEERS + "/log", "").body())
                .contains("\"act\":\"laid\"", "\"act\":\"expired\",\"id\":\"s1\",\"at\":\"2026-11-22T04:00:00Z\"");
    }

    @Test
    void aSteerOutlivesAReloadAndTheServer() {
        excludesPremium();
        server.source.publish("ads", 4);
        server.host.load("ads");
        assertThat(server.infer(EXPLAINED).body()).contains("\"model_version\":\"4\"", "steer s1");
        server.close();
        server = new TestServer(controls());
        assertThat(server.infer(EXPLAINED).body()).contains("\"model_version\":\"3\"", "steer s1");
    }

    private HttpResponse<String> askAlone(String expert) {
        int width = server.engine.mixture().layer().gate().dimensions();
        String row = String.join(",", Collections.nCopies(width, "0.5"));
        return server.post(
                "/v2/models/ads.%s/infer".formatted(expert),
                "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1,%d],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                        .formatted(width, row));
    }

    @Test
    void anExcludedExpertRefusesWhoAsksItAloneUntilTheSteerEnds() {
        assertThat(askAlone("premium").statusCode()).isEqualTo(200);
        excludesPremium();
        HttpResponse<String> refused = askAlone("premium");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body())
                .contains("expert 'ads.premium' gets no rows of this request now: excluded by dana until"
                        + " 2026-11-22T03:30:00Z: it is off (steer s1)");
        assertThat(askAlone("cheap").statusCode()).isEqualTo(200);
        server.source.publish("ads", 4);
        server.host.load("ads");
        assertThat(askAlone("premium").statusCode())
                .as("one whose engine starts under the steer")
                .isEqualTo(503);
        admin("DELETE", STEERS + "/s1", "{\"who\": \"kim\"}");
        assertThat(askAlone("premium").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsSteeredBetweenExpertsSaysNothingToWhoAsksOneAlone() {
        String before = askAlone("cheap").body();
        for (String order : List.of(
                "\"action\": \"spread\"",
                "\"action\": \"pin\", \"expert\": \"premium\"",
                "\"action\": \"weight\", \"expert\": \"cheap\", \"factor\": 3")) {
            HttpResponse<String> laid =
                    admin("POST", STEERS, "{%s, \"who\": \"d\", \"why\": \"w\", \"for\": \"1m\"}".formatted(order));
            assertThat(laid.statusCode()).as(laid.body()).isEqualTo(201);
        }
        assertThat(data(askAlone("cheap").body())).isEqualTo(data(before));
    }

    private static String data(String answer) {
        return answer.substring(answer.indexOf("\"data\""));
    }

    private void refused(int status, String method, String path, String body, String message) {
        HttpResponse<String> refused = admin(method, path, body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(refused.body()).contains(message);
    }

    @Test
    void whatCannotBeIsRefusedWithItsReason() {
        refused(
                400,
                "POST",
                STEERS,
                "{\"action\": \"excluded\"}",
                "action must be one of pin, exclude, weight, spread, fallback: 'excluded'");
        refused(400, "POST", STEERS, "{\"expret\": \"a\"}", "unknown field 'expret'; did you mean 'expert'?");
        refused(400, "POST", STEERS, "{\"action\": \"spread\"}", "a steer needs 'who': it has none");
        refused(400, "POST", STEERS, "nonsense", "the body must be valid JSON");
        refused(400, "POST", STEERS, "", "the body must be a JSON object");
        refused(
                400,
                "POST",
                STEERS,
                "{\"action\": \"spread\", \"who\": \"d\", \"why\": \"w\", \"for\": \"ever\"}",
                "how long must be a number and a unit, like 90s, 30m, 2h or 1d: 'ever'");
        refused(
                400,
                "DELETE",
                STEERS + "/s9",
                "{\"who\": \"d\"}",
                "steer 's9' is not in force on 'ads' (in force: none)");
        refused(404, "GET", "/admin/v1/mixtures/asd/steers", "", "did you mean 'ads'?");
        refused(404, "GET", "/admin/v1/mixtures/ads/stears", "", "no such path");
        refused(405, "PUT", STEERS, "{}", "the method must be one of GET, POST: PUT");
    }

    @Test
    void whoHasNoTokenMayNotEvenLook() {
        assertThat(server.send(server.admin(STEERS)).statusCode()).isEqualTo(401);
        assertThat(server.get(STEERS).statusCode()).isEqualTo(404);
    }

    @Test
    void aServerWithoutAFolderForTheLogSaysSo() {
        try (TestServer without = new TestServer()) {
            HttpResponse<String> refused =
                    without.send(without.admin(STEERS).header("authorization", "Bearer " + TestServer.ADMIN_TOKEN));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("mixture 'ads' cannot be steered: this server has no folder for its log");
        }
    }
}
