// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of REST down to its sockets: it says what the model is, and then either answers no question and watches
/// whether its caller hangs up, or closes each connection once it has answered on it, without saying so before.
final class WatchedSocket implements AutoCloseable {
    /// What becomes of a connection.
    enum Manner {
        HOLDS,
        CLOSES
    }

    private final ServerSocket listening;
    private final Manner manner;
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch hungUp = new CountDownLatch(1);
    final AtomicInteger answered = new AtomicInteger();

    WatchedSocket(Manner manner) {
        this.manner = manner;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.startsWith("POST")) {
                    in.skipNBytes(length(head));
                    asked.countDown();
                    if (manner == Manner.HOLDS) {
                        in.read();
                        hungUp.countDown();
                        return;
                    }
                }
                socket.getOutputStream().write(reply(head).getBytes(UTF_8));
                answered.incrementAndGet();
                if (manner == Manner.CLOSES) {
                    return;
                }
            }
        } catch (IOException _) {
            hungUp.countDown();
        }
    }

    /// A request up to its empty line; `""` at the end.
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.toString(UTF_8).endsWith("\r\n\r\n")) {
                return head.toString(UTF_8);
            }
        }
        return "";
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String reply(String head) {
        String body = "{\"ready\":true}";
        if (head.startsWith("POST")) {
            body = "{\"outputs\":[{\"name\":\"output\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}";
        } else if (head.startsWith("GET /v2/models/" + Model.NAME + " ")) {
            body = "{\"inputs\":[{\"name\":\"rows\",\"datatype\":\"FP32\",\"shape\":[-1,2]}],"
                    + "\"outputs\":[{\"name\":\"output\",\"datatype\":\"FP32\",\"shape\":[-1,3]}]}";
        }
        return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
