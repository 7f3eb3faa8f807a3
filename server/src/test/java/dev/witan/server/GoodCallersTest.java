// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the door must not keep out.
class GoodCallersTest {
    private static final String INFER = "/v2/models/ads/infer";
    private static final String LINE = "GET /v2 HTTP/1.1\r\nConnection: close\r\n";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(
                TestServer.config().withAllowedHosts(Set.of("Witan.example")),
                Limits.defaults(),
                new BinaryHead(List.of("skip", "click")),
                List.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPackedRequestGetsTheSameAnswer() {
        String plain = server.infer(HostileCases.GOOD).body();
        byte[] twice = HostileCases.gzip(HostileCases.GOOD + " ".repeat(70_000));

        assertThat(packed("gzip", HostileCases.gzip(HostileCases.GOOD)).body()).isEqualTo(plain);
        assertThat(packed("X-Gzip", twice).body()).isEqualTo(plain);
        assertThat(packed("deflate", HostileCases.deflate(HostileCases.GOOD)).body())
                .isEqualTo(plain);
        assertThat(packed("identity", HostileCases.GOOD.getBytes(US_ASCII)).body())
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v2/models/nobody/infer", "POST /v2/models/ads/versions/99/infer", "GET /v2"})
    void whoeverIsAnsweredBeforeTheBodyHasComeIsToldThatTheConnectionEnds(String request) {
        String head = request + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

        String answer = RawHttp.send(server.server.port(), head + "Content-Length: 100\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 ").contains("\r\nConnection: close\r\n");
    }

    @Test
    void aPackedRequestMayBeMadeOfSeveralMembers() {
        int middle = HostileCases.GOOD.length() / 2;
        byte[] first = HostileCases.gzip(HostileCases.GOOD.substring(0, middle));
        byte[] second = HostileCases.gzip(HostileCases.GOOD.substring(middle));

        HttpResponse<String> answer = server.send(server.request(INFER)
                .header("content-type", "application/json")
                .header("content-encoding", "gzip")
                .POST(BodyPublishers.concat(BodyPublishers.ofByteArray(first), BodyPublishers.ofByteArray(second))));

        assertThat(answer.body()).isEqualTo(server.infer(HostileCases.GOOD).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: LOCALHOST:8000",
                "Host: localhost.:8000",
                "Host: witan.localhost",
                "Host: 127.0.0.1:8000",
                "Host: 127.1.2.3",
                "Host: [::1]:8000",
                "Host: witan.example",
                "Host: WITAN.example:443",
                "Host: localhost:8000\r\nOrigin: http://localhost:8000",
                "Host: localhost:8000\r\nOrigin: https://witan.example",
                "Host: localhost\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://localhost",
                "Host: localhost\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate",
                "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document"
            })
    void whoeverAsksUnderANameOfOursIsLetIn(String headers) {
        assertThat(server.raw(LINE + headers + "\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aCallerOfAnOlderProtocolNeedsNoHost() {
        assertThat(server.raw("GET /v2 HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aProgramMayLeaveTheContentTypeOut() {
        assertThat(server.send(server.request(INFER).POST(BodyPublishers.ofString(HostileCases.GOOD)))
                        .statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> packed(String encoding, byte[] body) {
        return server.send(server.request(INFER)
                .header("content-type", "application/json")
                .header("content-encoding", encoding)
                .POST(BodyPublishers.ofByteArray(body)));
    }
}
