// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/// One connection on which requests are written byte by byte, for what a well-behaved client would never send.
public final class RawConnection implements AutoCloseable {
    private static final int LINE_MAX = 65_536;
    private static final int BODY_MAX = 64 << 20;

    private final Socket socket;
    private final InputStream in;
    private final URI server;

    /// Connects.
    ///
    /// @throws WireException when that does not succeed
    public RawConnection(URI server, Duration answerMax) {
        this.server = server;
        try {
            this.socket = connect(server, answerMax);
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw WireException.unreachable("no connection to %s: %s".formatted(server, e), e);
        }
    }

    private static Socket connect(URI server, Duration answerMax) throws IOException {
        boolean isSecure = "https".equals(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : isSecure ? 443 : 80;
        Socket socket = isSecure ? SSLSocketFactory.getDefault().createSocket() : new Socket();
        socket.setSoTimeout((int) answerMax.toMillis());
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(server.getHost(), port), (int) answerMax.toMillis());
        return socket;
    }

    /// The value of the Host header.
    public String host() {
        return server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + server.getPort();
    }

    /// The path of a request's first line.
    public String target(String path) {
        return server.getRawPath() + path;
    }

    /// Writes bytes as they are.
    public RawConnection write(ByteString bytes) {
        try {
            socket.getOutputStream().write(bytes.toByteArray());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw WireException.noAnswer("the server closed the connection while it was written to: " + e, e);
        }
        return this;
    }

    public RawConnection write(String text) {
        return write(ByteString.copyFromUtf8(text));
    }

    /// Reads one answer to a request of a method; a HEAD's has no body whatever its headers say.
    ///
    /// @throws WireException when there is none, or it is not HTTP
    public Reply read(String method) {
        try {
            String line = line();
            if (!line.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
                throw new IOException("no status line of HTTP/1.1: " + Excerpt.of(line));
            }
            int status = Integer.parseInt(line.substring(9, 12));
            Map<String, List<String>> headers = headers();
            boolean hasBody = !method.equals("HEAD") && status >= 200 && status != 204 && status != 304;
            return new Reply(status, headers, hasBody ? body(headers) : ByteString.EMPTY);
        } catch (SocketTimeoutException e) {
            throw WireException.noAnswer("no complete answer in time", e);
        } catch (IOException | NumberFormatException e) {
            throw WireException.noAnswer("no complete answer: " + e.getMessage(), e);
        }
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(":", 2);
            if (parts.length < 2) {
                throw new IOException("no header: " + Excerpt.of(line));
            }
            headers.computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(parts[1].strip());
        }
        return headers;
    }

    private ByteString body(Map<String, List<String>> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            return chunks();
        }
        List<String> length = headers.getOrDefault("content-length", List.of());
        return length.isEmpty()
                ? ByteString.copyFrom(in.readNBytes(BODY_MAX))
                : exactly(Integer.parseInt(length.getFirst()));
    }

    private ByteString chunks() throws IOException {
        ByteString body = ByteString.EMPTY;
        while (true) {
            int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            body = body.concat(exactly(size));
            String end = line();
            while (size == 0 && !end.isEmpty()) {
                end = line();
            }
            if (size == 0) {
                return body;
            }
        }
    }

    private ByteString exactly(int bytes) throws IOException {
        byte[] read = in.readNBytes(Math.min(bytes, BODY_MAX));
        if (read.length < bytes) {
            throw new EOFException("the body ended after %d of %d bytes".formatted(read.length, bytes));
        }
        return ByteString.copyFrom(read);
    }

    private String line() throws IOException {
        ByteString.Output line = ByteString.newOutput();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.size() > LINE_MAX) {
                throw new IOException("a header line is longer than " + LINE_MAX + " bytes");
            }
            line.write(next);
        }
        String text = line.toByteString().toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// Whether the server closes the connection now, without another byte.
    public boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed for the kit, whatever the other side makes of it.
        }
    }
}
