// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.Engine;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.observability.Telemetry;
import dev.witan.server.console.Console;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.server.http.Routes;
import dev.witan.server.protocol.Metadata;
import dev.witan.server.security.ApiKeys;
import dev.witan.server.security.Principal;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;

/// The paths of the data plane: the Open Inference Protocol, and the metrics. Health and the
/// page's files need no key; all else does, when there are keys.
final class DataPlane implements Endpoint {
    private static final String MODELS = "/v2/models/";
    private static final byte[] LIVE = "{\"live\":true}".getBytes(UTF_8);
    private static final byte[] READY = "{\"ready\":true}".getBytes(UTF_8);
    private static final byte[] NOT_READY = "{\"ready\":false}".getBytes(UTF_8);

    private final ServerConfig config;
    private final Telemetry telemetry;
    private final Lifecycle lifecycle;
    private final Bodies bodies;
    private final Console console = new Console();
    private volatile Routes routes;

    DataPlane(ServerConfig config, Telemetry telemetry, Lifecycle lifecycle) {
        this.config = config;
        this.telemetry = telemetry;
        this.lifecycle = lifecycle;
        this.bodies = new Bodies(config.limits().bodyBytesMax(), config.limits().bodiesBytesMax());
        this.routes = table(Mixtures.of());
    }

    /// Answers for these mixtures from now on.
    void serve(Mixtures mixtures) {
        routes = table(mixtures);
    }

    @Override
    public void handle(Exchange exchange) {
        if (lifecycle.isEnding()) {
            exchange.closeAfterwards();
        }
        String path = exchange.path();
        if (!path.startsWith("/v2/health/") && !console.isPublic(path)) {
            exchange.authenticated(principal(exchange));
        }
        routes.find(exchange.method(), path).handle(exchange);
    }

    private Principal principal(Exchange exchange) {
        ApiKeys keys = config.keys();
        if (keys.isOpen()) {
            return Principal.ANONYMOUS;
        }
        String credential = exchange.credential();
        if (credential.isEmpty()) {
            throw Problem.unauthenticated(
                    "a request needs an API key, as 'Authorization: Bearer …' or 'x-api-key': it has none");
        }
        return keys.holder(credential)
                .orElseThrow(
                        () -> Problem.unauthenticated("the API key must be one that this server knows: it is not"));
    }

    private Routes table(Mixtures mixtures) {
        HttpField metrics = Exchange.contentType(telemetry.contentType());
        byte[] server = Metadata.server(config.version());
        Routes table = new Routes(path -> unknown(path, mixtures))
                .get("/v2", exchange -> exchange.replyJson(server))
                .get("/v2/health/live", exchange -> exchange.replyJson(LIVE))
                .get("/v2/health/ready", this::replyReady)
                .get("/metrics", exchange -> exchange.reply(HttpStatus.OK_200, metrics, telemetry.scrape()));
        mixtures.forEach(engine -> add(table, engine));
        console.addTo(table, mixtures.stream().map(Engine::mixture).toList());
        return table;
    }

    private void add(Routes table, Engine engine) {
        String name = MODELS + engine.mixture().name();
        byte[] metadata = Metadata.mixture(engine.mixture());
        InferEndpoint infer = new InferEndpoint(engine, config.limits(), bodies, lifecycle);
        for (String path : List.of(name, name + "/versions/" + engine.mixture().release())) {
            table.get(path, exchange -> exchange.replyJson(metadata))
                    .get(path + "/ready", this::replyReady)
                    .post(path + "/infer", infer);
        }
    }

    private void replyReady(Exchange exchange) {
        boolean isReady = lifecycle.isReady();
        int status = isReady ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
        exchange.reply(status, Exchange.JSON, isReady ? READY : NOT_READY);
    }

    private Problem unknown(String path, Mixtures mixtures) {
        if (lifecycle.state() == Lifecycle.State.STARTING) {
            return Problem.of(ErrorCode.DRAINING, "the server is starting: its mixtures are not loaded yet");
        }
        if (!path.startsWith(MODELS)) {
            return Problem.unknown("no such path: '" + Excerpt.of(path) + "'");
        }
        String[] parts = path.substring(MODELS.length()).split("/", -1);
        for (Engine engine : mixtures) {
            if (engine.mixture().name().equals(parts[0])) {
                return unknownBelow(engine, parts, path);
            }
        }
        return Problem.unknown("unknown mixture '%s'%s (mixtures: %s)"
                .formatted(
                        Excerpt.of(parts[0]),
                        Suggestion.hint(parts[0], mixtures.names()),
                        String.join(", ", mixtures.names())));
    }

    private static Problem unknownBelow(Engine engine, String[] parts, String path) {
        String release = Integer.toString(engine.mixture().release());
        if (parts.length > 2 && parts[1].equals("versions") && !parts[2].equals(release)) {
            return Problem.unknown(
                    "mixture '%s' serves version %s: '%s'".formatted(parts[0], release, Excerpt.of(parts[2])));
        }
        return Problem.unknown("no such path: '" + Excerpt.of(path) + "'");
    }
}
