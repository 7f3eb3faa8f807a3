// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
    private static final String LIBRARY = "/console/lib/d3-7.9.0/dist/d3.min.js";

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void thePageComesWithAStrictPolicy() {
        HttpResponse<String> page = server.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .doesNotContain("unsafe");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(page, "permissions-policy")).contains("camera=()");
        assertThat(page.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void aBrowserThatHasAFileGetsItNotAgain() {
        HttpResponse<String> first = server.get("/console/app/app.js");
        HttpResponse<String> second =
                server.send(server.request("/console/app/app.js").header("if-none-match", header(first, "etag")));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "cache-control")).isEqualTo("no-cache");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void librariesAreKeptForGood() {
        assertThat(header(server.get(LIBRARY), "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    }

    @Test
    void filesAreCompressedForWhoeverTakesThat() {
        byte[] plain = server.sendForBytes(server.request(LIBRARY)).body();
        for (String takes : List.of("gzip", "br, gzip;q=0.8", "GZIP")) {
            HttpResponse<byte[]> reply =
                    server.sendForBytes(server.request(LIBRARY).header("accept-encoding", takes));
            assertThat(reply.headers().firstValue("content-encoding")).as(takes).hasValue("gzip");
            assertThat(reply.body().length).as(takes).isLessThan(plain.length / 2);
        }
        for (String refuses : List.of("gzip;q=0", "br", "identity", "gzip; q=0.0")) {
            HttpResponse<byte[]> reply =
                    server.sendForBytes(server.request(LIBRARY).header("accept-encoding", refuses));
            assertThat(reply.headers().firstValue("content-encoding"))
                    .as(refuses)
                    .isEmpty();
            assertThat(reply.body()).as(refuses).isEqualTo(plain);
        }
    }

    @Test
    void onlyListedFilesAreServed() {
        List<String> paths = List.of(
                "/console/app/../app/app.js.map",
                "/console/app/%2e%2e/index.html",
                "/console/lib/d3-7.9.0/..%2f..%2fMANIFEST.MF",
                "/console/app/",
                "/console",
                "/index.html",
                "/META-INF/MANIFEST.MF");
        for (String path : paths) {
            String reply = server.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(reply).as(path).matches("(?s)HTTP/1.1 40[04] .*").contains("{\"error\":");
        }
    }

    @Test
    void aPageIsOnlyRead() {
        HttpResponse<String> reply = server.send(server.request("/").POST(BodyPublishers.ofString("x")));

        assertThat(reply.statusCode()).isEqualTo(405);
    }

    @Test
    void tellsWhatThePageHasToAsk() {
        JsonNode list = json(server.get("/console/mixtures")).path("mixtures");
        JsonNode sheet = json(server.get("/console/mixtures/ads"));

        assertThat(list.get(0).path("name").stringValue()).isEqualTo("ads");
        assertThat(sheet.path("release").intValue()).isEqualTo(3);
        assertThat(sheet.path("inputs").toString())
                .contains(
                        "{\"name\":\"age\",\"kind\":\"number\",\"low\":20.0,\"high\":60.0,\"typical\":40.0,\"whole\":true}")
                .contains(
                        "{\"name\":\"bid\",\"kind\":\"number\",\"low\":-0.25,\"high\":1.25,\"typical\":0.5,\"whole\":false}")
                .contains("{\"name\":\"city\",\"kind\":\"category\",\"values\":[\"Berlin\",\"Paris\",\"Łódź\"],"
                        + "\"typical\":\"Berlin\"}");
        assertThat(sheet.path("outputs").path(0).path("classes").toString())
                .isEqualTo("[{\"label\":\"skip\",\"title\":\"skip\"},{\"label\":\"click\",\"title\":\"click\"}]");
        assertThat(sheet.path("experts").toString())
                .isEqualTo("[{\"id\":\"cheap\",\"role\":\"scored\",\"description\":\"\"},"
                        + "{\"id\":\"premium\",\"role\":\"scored\",\"description\":\"\"}]");
    }

    private static JsonNode json(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).isEqualTo(200);
        return new JsonMapper().readTree(reply.body());
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }
}
