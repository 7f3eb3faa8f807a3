// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.ErrorKind;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.server.security.Principal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP request and the one reply to it. Owned by the thread that handles the request.
public final class Exchange {
    public static final HttpField JSON = contentType("application/json");
    public static final HttpField BINARY = contentType("application/octet-stream");
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");
    private static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField FOR_US_ONLY = new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin");
    private static final String TRACEPARENT = "traceparent";
    private static final String REQUEST_ID = "x-request-id";
    private static final int REQUEST_ID_LENGTH_MAX = 128;

    private final Request request;
    private final Response response;
    private Callback callback;
    private final Watched watched;
    private final TraceContext trace;
    private final String requestId;
    private Principal principal = Principal.ANONYMOUS;
    private ErrorForm errors = ErrorForm.PLAIN;
    private @Nullable CallerWatch watch;
    private boolean isReplied;

    Exchange(Request request, Response response, Callback callback, Watched watched, LongSupplier random) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.watched = watched;
        this.trace = TraceContext.continued(request.getHeaders().get(TRACEPARENT), random);
        this.requestId = requestId(request.getHeaders().get(REQUEST_ID), trace.traceId());
        protect(response.getHeaders());
        response.getHeaders().put(TRACEPARENT, trace.header());
        response.getHeaders().put(REQUEST_ID, requestId);
    }

    /// Tells browsers to take an answer for what it says it is, and not to hand it to pages from elsewhere.
    static void protect(HttpFields.Mutable headers) {
        headers.put(NO_SNIFFING);
        headers.put(FOR_US_ONLY);
    }

    /// The caller's id for the request if it is short and printable, else the trace's.
    private static String requestId(@Nullable String header, String traceId) {
        boolean isGood = header != null
                && !header.isEmpty()
                && header.length() <= REQUEST_ID_LENGTH_MAX
                && header.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return isGood && header != null ? header : traceId;
    }

    /// A content type, encoded once for many replies.
    public static HttpField contentType(String type) {
        return new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, type);
    }

    Request request() {
        return request;
    }

    public String path() {
        return Request.getPathInContext(request);
    }

    /// Refuses what would be another path to whoever reads it otherwise than we do.
    void requirePlainPath() {
        String sent = request.getHttpURI().getPath();
        if (sent != null && sent.indexOf(';') >= 0) {
            throw Problem.of(ErrorCode.INVALID_INPUT, "a path may have no parameters: it has a ';'");
        }
    }

    public String method() {
        return request.getMethod();
    }

    /// Refuses every method but these.
    public void requireMethod(String... allowed) {
        if (!List.of(allowed).contains(method())) {
            throw Problem.methodNotAllowed(method(), String.join(", ", allowed));
        }
    }

    public TraceContext trace() {
        return trace;
    }

    public String requestId() {
        return requestId;
    }

    /// The value of a request header; `""` when there is none.
    public String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /// The header's value as a whole number; `absent` when there is none, -1 when it is not a whole number.
    public int wholeHeader(String name, int absent) {
        String value = header(name);
        if (value.isEmpty()) {
            return absent;
        }
        try {
            return Integer.parseUnsignedInt(value) < 0 ? -1 : Integer.parseInt(value);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /// The secret that the caller presents; `""` when there is none.
    public String credential() {
        String authorization = header("authorization");
        boolean isBearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        return isBearer ? authorization.substring(7).strip() : header("x-api-key");
    }

    /// Whether a browser sent this for a page.
    public boolean isFromPage() {
        return !header("origin").isEmpty() || !header("sec-fetch-site").isEmpty();
    }

    /// Who asks.
    public Principal principal() {
        return principal;
    }

    /// Remembers who asks.
    public void authenticated(Principal caller) {
        principal = caller;
    }

    /// Adds a header to the reply.
    public void addHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /// Does something once the reply is written, or cannot be; called before there is one.
    public void whenEnded(Runnable task) {
        callback = Callback.from(callback, task);
    }

    /// Tells errors in this form from now on.
    public void errorsAs(ErrorForm form) {
        errors = form;
    }

    /// Refuses a body that is not announced as JSON. Programs may leave the content type out, as the clients of other
    /// servers do; a page has to ask the browser for it.
    public void requireJson() {
        String type = header("content-type");
        boolean isJson = type.isEmpty() ? !isFromPage() : isType(type, "application/json");
        if (!isJson) {
            throw Problem.unsupportedMediaType(
                    "the content type must be application/json: '%s' (with curl: -H 'Content-Type: application/json')"
                            .formatted(Excerpt.of(type)));
        }
    }

    /// Whether a content type is this one, whatever its parameters.
    public static boolean isType(String header, String type) {
        return header.regionMatches(true, 0, type, 0, type.length())
                && (header.length() == type.length() || header.charAt(type.length()) == ';');
    }

    /// Has `action` run, once and on another thread, if the caller hangs up before the reply is written to its end. To
    /// be called once the body was read. From here on the connection may be silent for as long as the answer takes.
    public void whenCallerLeaves(Runnable action) {
        request.addIdleTimeoutListener(_ -> false);
        watch = CallerWatch.of(request, action);
    }

    /// Nobody is there to read a reply: ends the exchange, and the connection with it.
    public void abandon() {
        isReplied = true;
        stopWatching();
        watched.end();
        callback.failed(new EofException("the caller left"));
    }

    private void stopWatching() {
        if (watch != null) {
            watch.close();
        }
    }

    /// Begins a reply that is written part by part.
    public Reply stream(int status, HttpField contentType) {
        isReplied = true;
        if (!request.consumeAvailable()) {
            closeAfterwards();
        }
        response.getHeaders().put(contentType);
        response.setStatus(status);
        return new Reply();
    }

    /// A reply that is written part by part. Owned by the thread that handles the request.
    public final class Reply {
        private Reply() {}

        /// Writes a part, and returns when the caller's system has taken it.
        ///
        /// @throws IOException when the caller has gone, or takes it too slowly
        public void write(byte[] part) throws IOException {
            watched.replying(part.length);
            try (Blocker.Callback taken = Blocker.callback()) {
                response.write(false, ByteBuffer.wrap(part), taken);
                taken.block();
            } finally {
                watched.pausing();
            }
        }

        /// Writes the last part. Nothing follows it.
        public void end(byte[] part) {
            stopWatching();
            watched.replying(part.length);
            response.write(true, ByteBuffer.wrap(part), callback);
        }

        /// Ends the exchange where it stands, and the connection with it.
        public void breakOff() {
            abandon();
        }
    }

    /// Lets the connection end with this reply.
    public void closeAfterwards() {
        response.getHeaders().put(CLOSE);
    }

    public void replyJson(byte[] body) {
        reply(HttpStatus.OK_200, JSON, body);
    }

    /// Sends the one reply.
    public void reply(int status, HttpField contentType, byte[] body) {
        reply(status, contentType, ByteBuffer.wrap(body));
    }

    /// Sends the one reply, whose bytes are nobody's but the reply's.
    public void reply(int status, HttpField contentType, ByteBuffer body) {
        isReplied = true;
        stopWatching();
        // A body that has not all come makes Jetty close the connection; a caller who is not told would use it again.
        if (!request.consumeAvailable()) {
            closeAfterwards();
        }
        watched.replying(body.remaining());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(contentType);
        response.setStatus(status);
        response.write(true, body, callback);
    }

    /// Replies with an error that an engine has counted already, or that the caller of this counts.
    public void refuse(WitanException error) {
        ErrorKind kind = error.code().kind();
        boolean isForCaller = kind == ErrorKind.USER || kind == ErrorKind.RESOURCES;
        refuse(isForCaller ? Problem.of(error) : incident(error));
    }

    void refuse(Problem problem) {
        HttpField header = problem.header();
        if (header != null) {
            response.getHeaders().put(header);
        }
        reply(problem.status(), JSON, errors.body(problem.status(), problem.code(), problem.getMessage()));
    }

    /// Ends the exchange after something of ours broke.
    void breakOff(Throwable cause) {
        Problem problem = incident(cause);
        if (isReplied) {
            callback.failed(cause);
        } else {
            refuse(problem);
        }
    }

    /// Logs what went wrong with us; the caller is told only where to look for it.
    private Problem incident(Throwable cause) {
        LOG.error("incident {}: {} {} failed", trace.traceId(), method(), path(), cause);
        return Problem.of(ErrorCode.INTERNAL, "internal error; the server's log has it as incident " + trace.traceId());
    }
}
