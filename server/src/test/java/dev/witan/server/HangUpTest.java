// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class HangUpTest {
    private static final String BODY =
            "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [39]}]}";
    private static final String REQUEST =
            "POST /v2/models/ads/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(BODY.length(), BODY);

    @Test
    void aCallerWhoLeavesWhileAnExpertElsewhereIsWaitedForGivesTheRequestUp() throws Exception {
        HeldExpert expert = new HeldExpert(12, false);
        try (TestServer server = new TestServer(
                TestServer.config(), Limits.defaults(), new BinaryHead(List.of("skip", "click")), List.of(expert))) {
            hangUp(server, expert);

            server.awaitMetric("witan_requests_total{mixture=\"ads\",outcome=\"cancelled\"} 1.0");
            expert.release();
            server.awaitIdle();
        }
    }

    private static void hangUp(TestServer server, HeldExpert expert) throws IOException, InterruptedException {
        try (Socket caller = new Socket("127.0.0.1", server.server.port())) {
            caller.getOutputStream().write(REQUEST.getBytes(UTF_8));
            expert.awaitSubmitted();
        }
    }
}
