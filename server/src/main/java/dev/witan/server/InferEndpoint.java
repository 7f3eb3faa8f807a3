// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.Admission;
import dev.witan.engine.Mixture;
import dev.witan.engine.Ticket;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.time.NanoClock;
import dev.witan.server.host.Caller;
import dev.witan.server.host.Door;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.Lease;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.server.protocol.InferCall;
import dev.witan.server.protocol.InferReader;
import dev.witan.server.protocol.InferWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpStatus;

/// Answers the inference requests over HTTP: read, submit, wait, write. The thread that waits is virtual.
final class InferEndpoint {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";
    private static final int ALL = Integer.MIN_VALUE;
    /// An answer that is there so soon is not worth a watch over its caller.
    private static final long PROMPT_MILLIS = 20;

    private final Door door;
    private final Bodies bodies;

    InferEndpoint(Door door, Bodies bodies) {
        this.door = door;
        this.bodies = bodies;
    }

    /// Answers a request to a mixture.
    ///
    /// @param version `""` for the release in force
    void handle(Exchange exchange, String mixture, String version) {
        try (Lease lease = door.lease(mixture, version)) {
            door.enter();
            exchange.whenEnded(door::leave);
            answer(exchange, lease);
        }
    }

    private void answer(Exchange exchange, Lease lease) {
        HostedMixture hosted = lease.hosted();
        NanoClock clock = hosted.engine().clock();
        long arrived = clock.nanos();
        long latest = arrived + hosted.engine().limits().deadlineMax().toNanos();
        InferCall call = read(exchange, hosted.reader(), () -> clock.nanos() - latest >= 0);
        Caller caller = new Caller(
                exchange.principal(), exchange.requestId(), exchange.trace().header(), arrived, 0);
        switch (door.submit(lease, call, caller)) {
            case Admission.Admitted(var ticket) -> {
                switch (outcome(exchange, hosted.mixture(), ticket)) {
                    case Outcome.Answered(var response) -> reply(exchange, hosted.writer(), call, response);
                    case Outcome.Failed(var error) -> exchange.refuse(error);
                }
            }
            case Admission.Rejected(var code, var reason) -> exchange.refuse(new WitanException(code, reason));
        }
    }

    /// Waits for what becomes of a request. One that an expert elsewhere keeps waiting is given up when its caller
    /// hangs up; what is computed here is done before that is worth watching for.
    private static Outcome outcome(Exchange exchange, Mixture mixture, Ticket ticket) {
        CompletableFuture<Outcome> outcome = ticket.outcome();
        boolean isComputedHere = mixture.layer().experts().stream().allMatch(Expert::isLocal);
        if (!isComputedHere && !isSettled(outcome)) {
            exchange.whenCallerLeaves(ticket::cancel);
        }
        return outcome.join();
    }

    private static boolean isSettled(CompletableFuture<Outcome> outcome) {
        try {
            outcome.get(PROMPT_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is never exceptional", e);
        }
    }

    private InferCall read(Exchange exchange, InferReader reader, BooleanSupplier isLate) {
        int jsonLength = exchange.wholeHeader(JSON_LENGTH, ALL);
        requireContentType(exchange, jsonLength != ALL);
        return bodies.read(
                exchange, isLate, body -> jsonLength == ALL ? reader.read(body) : reader.read(body, jsonLength));
    }

    /// Programs may leave the content type out, as the clients of other servers do; a page has to ask the browser for
    /// it.
    private static void requireContentType(Exchange exchange, boolean hasBinary) {
        String type = exchange.header("content-type");
        boolean isJson = type.isEmpty() ? !exchange.isFromPage() : Exchange.isType(type, JSON);
        if (!isJson && !(hasBinary && Exchange.isType(type, BINARY))) {
            throw Problem.unsupportedMediaType(
                    "the content type must be %s, or %s with %s: '%s' (with curl: -H 'Content-Type: application/json')"
                            .formatted(JSON, BINARY, JSON_LENGTH, Excerpt.of(type)));
        }
    }

    private void reply(Exchange exchange, InferWriter writer, InferCall call, InferenceResponse response) {
        InferWriter.Body body = writer.write(response, call.id(), call.outputs());
        bodies.hold(exchange, body.bytes().remaining());
        if (body.hasBinary()) {
            exchange.addHeader(JSON_LENGTH, Integer.toString(body.jsonLength()));
            exchange.reply(HttpStatus.OK_200, Exchange.BINARY, body.bytes());
        } else {
            exchange.reply(HttpStatus.OK_200, Exchange.JSON, body.bytes());
        }
    }
}
