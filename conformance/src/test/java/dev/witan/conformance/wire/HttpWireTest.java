// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpWireTest {
    @Test
    void aBodyThatDoesNotComeIsNotWaitedForForEver() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpWire wire =
                        new HttpWire(URI.create("http://127.0.0.1:" + server.getLocalPort()), Duration.ofMillis(300))) {
            Thread.ofVirtual().start(() -> answerWithHeadOnly(server));

            assertThatThrownBy(() -> wire.send(Call.get("v2")))
                    .isInstanceOf(WireException.class)
                    .hasMessageStartingWith("no ");
        }
    }

    /// Promises nine bytes and sends none, until the client leaves.
    private static void answerWithHeadOnly(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
