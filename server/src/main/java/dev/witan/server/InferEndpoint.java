// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.server.protocol.InferCall;
import dev.witan.server.protocol.InferReader;
import dev.witan.server.protocol.InferWriter;
import dev.witan.server.protocol.ReadLimits;
import dev.witan.server.security.Principal;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;

/// Answers the inference requests of one mixture: read, submit, wait, write. The thread that waits is virtual.
final class InferEndpoint implements Endpoint {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";
    private static final int ALL = Integer.MAX_VALUE;

    private final Engine engine;
    private final Lifecycle lifecycle;
    private final Bodies bodies;
    private final InferReader reader;
    private final InferWriter writer;
    private final int requestsMax;
    private final long timeoutDefault;
    private final long timeoutMax;

    InferEndpoint(Engine engine, ServerLimits limits, Bodies bodies, Lifecycle lifecycle) {
        this.engine = engine;
        this.lifecycle = lifecycle;
        this.bodies = bodies;
        this.reader = new InferReader(
                engine.mixture(),
                new ReadLimits(
                        limits.jsonDepthMax(),
                        limits.textLengthMax(),
                        limits.tensorsMax(),
                        engine.limits().requestRowsMax()));
        this.writer = new InferWriter(engine.mixture());
        this.requestsMax = limits.requestsMax();
        this.timeoutDefault = engine.limits().deadlineDefault().toNanos();
        this.timeoutMax = engine.limits().deadlineMax().toNanos();
    }

    @Override
    public void handle(Exchange exchange) {
        if (!lifecycle.isReady()) {
            throw Problem.of(
                    ErrorCode.DRAINING, "the server is " + lifecycle.state().word());
        }
        if (lifecycle.busy() > requestsMax) {
            throw Problem.of(
                    ErrorCode.QUEUE_FULL, "the server is busy: %d requests are in hand".formatted(requestsMax));
        }
        long arrived = engine.clock().nanos();
        InferCall call = read(exchange, arrived + timeoutMax);
        RequestContext context = context(exchange, call, arrived);
        switch (engine.submit(call.request(), context)) {
            case Admission.Admitted(var ticket) -> {
                switch (ticket.outcome().join()) {
                    case Outcome.Answered(var response) -> reply(exchange, call, response);
                    case Outcome.Failed(var error) -> exchange.refuse(error);
                }
            }
            case Admission.Rejected(var code, var reason) -> exchange.refuse(new WitanException(code, reason));
        }
    }

    private InferCall read(Exchange exchange, long latestNanos) {
        int jsonLength = exchange.wholeHeader(JSON_LENGTH, ALL);
        requireContentType(exchange.header("content-type"), jsonLength != ALL);
        requirePlain(exchange.header("content-encoding"));
        return bodies.read(exchange, () -> engine.clock().nanos() - latestNanos >= 0, body -> read(body, jsonLength));
    }

    private InferCall read(ByteBuffer body, int jsonLength) {
        return jsonLength == ALL ? reader.read(body) : reader.read(body, jsonLength);
    }

    private static void requireContentType(String type, boolean hasBinary) {
        boolean isJson = type.isEmpty() || isType(type, JSON);
        if (!isJson && !(hasBinary && isType(type, BINARY))) {
            throw Problem.unsupportedMediaType(
                    "the content type must be %s, or %s with %s: '%s' (with curl: -H 'Content-Type: application/json')"
                            .formatted(JSON, BINARY, JSON_LENGTH, Excerpt.of(type)));
        }
    }

    private static void requirePlain(String encoding) {
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.unsupportedMediaType(
                    "the body must not be compressed: its content encoding is '" + Excerpt.of(encoding) + "'");
        }
    }

    private static boolean isType(String header, String type) {
        return header.regionMatches(true, 0, type, 0, type.length())
                && (header.length() == type.length() || header.charAt(type.length()) == ';');
    }

    private RequestContext context(Exchange exchange, InferCall call, long arrived) {
        long timeout = call.timeoutNanos() == 0 ? timeoutDefault : Math.min(call.timeoutNanos(), timeoutMax);
        Principal principal = exchange.principal();
        return new RequestContext(
                call.id().isEmpty() ? exchange.requestId() : call.id(),
                principal.name(),
                principal.tenant(),
                principal.tags(),
                arrived + timeout,
                exchange.trace().header(),
                call.explain());
    }

    private void reply(Exchange exchange, InferCall call, InferenceResponse response) {
        InferWriter.Body body = writer.write(response, call.id(), call.outputs());
        if (body.hasBinary()) {
            exchange.addHeader(JSON_LENGTH, Integer.toString(body.jsonLength()));
            exchange.reply(HttpStatus.OK_200, Exchange.BINARY, body.bytes());
        } else {
            exchange.reply(HttpStatus.OK_200, Exchange.JSON, body.bytes());
        }
    }
}
