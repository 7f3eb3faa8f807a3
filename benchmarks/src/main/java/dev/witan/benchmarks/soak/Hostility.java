// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/// One way to misuse a server, repeated for as long as it takes.
enum Hostility {
    /// Sends a request's head byte by byte and never ends it.
    DRIP_HEAD(40) {
        @Override
        void once(Target target) throws IOException {
            try (HttpWire wire = target.connect()) {
                drip(wire, "GET /v2 HTTP/1.1\r\nHost: a\r\nX-Slow: ".getBytes(ISO_8859_1));
                drip(wire, new byte[120]);
            }
        }
    },
    /// Announces a body and sends it byte by byte.
    DRIP_BODY(40) {
        @Override
        void once(Target target) throws IOException {
            try (HttpWire wire = target.connect()) {
                wire.send(target.head(target.inferPath, "Content-Type: application/json\r\nContent-Length: 900"));
                drip(wire, " ".repeat(900).getBytes(ISO_8859_1));
            }
        }
    },
    /// Sends half a body, closes its half of the connection and waits.
    HALF_CLOSE(2) {
        @Override
        void once(Target target) throws IOException {
            try (HttpWire wire = target.connect()) {
                wire.send(target.infer, target.infer.length / 2);
                wire.endOutput();
                wire.status();
            }
        }
    },
    /// Asks and goes away without reading the answer.
    HANG_UP(2) {
        @Override
        void once(Target target) throws IOException {
            try (HttpWire wire = target.connect()) {
                wire.send(target.infer);
            }
        }
    },
    /// Opens connections and says nothing.
    SILENT_CONNECTION(100) {
        @Override
        void once(Target target) throws IOException {
            try (HttpWire wire = target.connect()) {
                wire.status();
            }
        }
    },
    /// Random bytes instead of a request.
    GARBAGE(1) {
        @Override
        void once(Target target) throws IOException {
            byte[] bytes = new byte[2000];
            target.random.nextBytes(bytes);
            target.ask(bytes);
        }
    },
    /// Headers beyond the bound.
    HUGE_HEAD(1) {
        @Override
        void once(Target target) throws IOException {
            target.ask(target.head("/v2", "X-Long: " + "a".repeat(100_000)));
        }
    },
    /// A body beyond the bound.
    HUGE_BODY(1) {
        @Override
        void once(Target target) throws IOException {
            target.ask(target.head(target.inferPath, "Content-Type: application/json\r\nContent-Length: 4000000000"));
        }
    },
    /// Ten thousand nested arrays.
    DEEP_JSON(1) {
        @Override
        void once(Target target) throws IOException {
            target.ask(HttpWire.post(target.server, target.inferPath, "[".repeat(10_000)));
        }
    },
    /// A tensor whose shape promises two thousand million rows.
    HUGE_SHAPE(1) {
        @Override
        void once(Target target) throws IOException {
            String json = "{\"inputs\":[{\"name\":\"age\",\"shape\":[2000000000],\"datatype\":\"FP32\",\"data\":[1]}]}";
            target.ask(HttpWire.post(target.server, target.inferPath, json));
        }
    },
    /// A hundred kilobytes that unpack to a hundred megabytes.
    BOMB(1) {
        @Override
        void once(Target target) throws IOException {
            target.askPacked(target.bomb);
        }
    },
    /// Paths that try to leave their folder.
    TRAVERSAL(1) {
        @Override
        void once(Target target) throws IOException {
            target.ask(target.head("/v2/models/..%2f..%2fetc/passwd", "Accept: */*"));
        }
    },
    /// A page of another origin.
    FOREIGN_PAGE(1) {
        @Override
        void once(Target target) throws IOException {
            target.ask(target.head(target.inferPath, "Origin: http://attacker.example\r\nContent-Length: 0"));
        }
    },
    /// Bytes that are not the gzip that they claim to be, after a beginning that is.
    DAMAGED_GZIP(1) {
        @Override
        void once(Target target) throws IOException {
            byte[] bytes = new byte[2000];
            target.random.nextBytes(bytes);
            System.arraycopy(target.bomb, 0, bytes, 0, 20);
            target.askPacked(bytes);
        }
    },
    /// A body in chunks of one byte.
    TINY_CHUNKS(1) {
        @Override
        void once(Target target) throws IOException {
            try (HttpWire wire = target.connect()) {
                wire.send(
                        target.head(target.inferPath, "Content-Type: application/json\r\nTransfer-Encoding: chunked"));
                wire.send(("1\r\n \r\n".repeat(2000) + "0\r\n\r\n").getBytes(ISO_8859_1));
                wire.status();
            }
        }
    },
    /// Asks for more than the buffers between us hold, and takes nothing of it.
    NO_READER(1) {
        @Override
        void once(Target target) throws IOException {
            byte[] request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);
            try (HttpWire wire = target.connect()) {
                for (int i = 0; i < 300; i++) {
                    wire.send(request);
                }
                LockSupport.parkNanos(HOLD_NANOS);
            }
        }
    },
    /// Random bytes instead of HTTP/2.
    GRPC_GARBAGE(1) {
        @Override
        void once(Target target) throws IOException {
            byte[] bytes = new byte[2000];
            target.random.nextBytes(bytes);
            target.talkGrpc(bytes);
        }
    },
    /// Starts HTTP/2 and says nothing more.
    GRPC_SILENT(20) {
        @Override
        void once(Target target) throws IOException {
            target.talkGrpc(Http2Bytes.preface());
        }
    },
    /// Begins calls and never says what they want.
    GRPC_LOOSE_CALLS(2) {
        @Override
        void once(Target target) throws IOException {
            target.talkGrpc(Http2Bytes.preface(), Http2Bytes.calls(100));
        }
    },
    /// Begins calls and cancels them at once.
    GRPC_RESETS(1) {
        @Override
        void once(Target target) throws IOException {
            target.talkGrpc(Http2Bytes.preface(), Http2Bytes.cancelledCalls(2000));
        }
    };

    private static final long DRIP_NANOS = 500_000_000;
    private static final long HOLD_NANOS = 15_000_000_000L;

    private final int clients;

    Hostility(int clients) {
        this.clients = clients;
    }

    /// How many clients do this at once.
    int clients() {
        return clients;
    }

    /// Does it once; an exception is the server's way to say no.
    abstract void once(Target target) throws IOException;

    private static void drip(HttpWire wire, byte[] bytes) throws IOException {
        byte[] one = new byte[1];
        for (byte next : bytes) {
            one[0] = next == 0 ? (byte) 'a' : next;
            wire.send(one);
            LockSupport.parkNanos(DRIP_NANOS);
        }
    }

    /// Whom it is done to.
    static final class Target {
        private static final int BOMB_BYTES = 100_000_000;

        private final URI server;
        private final URI grpc;
        private final String inferPath;
        private final byte[] infer;
        private final SplittableRandom random = new SplittableRandom();
        private final byte[] bomb;

        Target(URI server, URI grpc, String inferPath, byte[] infer) throws IOException {
            this.server = server;
            this.grpc = grpc;
            this.inferPath = inferPath;
            this.infer = infer;
            this.bomb = packedZeros(BOMB_BYTES);
        }

        private static byte[] packedZeros(int count) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                byte[] zeros = new byte[1 << 16];
                for (int written = 0; written < count; written += zeros.length) {
                    gzip.write(zeros);
                }
            }
            return packed.toByteArray();
        }

        private HttpWire connect() throws IOException {
            return new HttpWire(server);
        }

        private void ask(byte[] request) throws IOException {
            try (HttpWire wire = connect()) {
                wire.send(request);
                wire.status();
            }
        }

        /// Says all this to the gRPC port and listens until it has had enough.
        private void talkGrpc(byte[]... parts) throws IOException {
            try (HttpWire wire = new HttpWire(grpc)) {
                for (byte[] part : parts) {
                    wire.send(part);
                }
                wire.untilClosed();
            }
        }

        private void askPacked(byte[] packed) throws IOException {
            try (HttpWire wire = connect()) {
                wire.send(head(
                        inferPath,
                        "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                                + packed.length));
                wire.send(packed);
                wire.status();
            }
        }

        private byte[] head(String path, String header) {
            return "POST %s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n"
                    .formatted(path, server.getAuthority(), header)
                    .getBytes(ISO_8859_1);
        }
    }
}
