// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.Excerpt;
import dev.witan.observability.Telemetry;
import dev.witan.server.chat.ChatEndpoint;
import dev.witan.server.console.Console;
import dev.witan.server.host.Door;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.server.http.Routes;
import dev.witan.server.protocol.Metadata;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;

/// The paths of the data plane: the Open Inference Protocol, chat, the metrics and the page. Health and the page's
/// files need no key; loading and unloading need the admin token; all else needs a key, when there are keys.
final class DataPlane implements Endpoint {
    private static final byte[] LIVE = "{\"live\":true}".getBytes(UTF_8);
    private static final byte[] READY = "{\"ready\":true}".getBytes(UTF_8);
    private static final byte[] NOT_READY = "{\"ready\":false}".getBytes(UTF_8);

    private final ServerConfig config;
    private final Door door;
    private final Routes routes;
    private final ModelEndpoint models;
    private final RepositoryEndpoint repository;
    private final ChatEndpoint chat;
    private final Console console;

    DataPlane(ServerConfig config, Telemetry telemetry, Door door, Bodies bodies) {
        HttpField metrics = Exchange.contentType(telemetry.contentType());
        byte[] server = Metadata.server(config.version());
        this.config = config;
        this.door = door;
        this.models = new ModelEndpoint(door, new InferEndpoint(door, bodies));
        this.repository = new RepositoryEndpoint(door, config.access(), bodies);
        this.chat = new ChatEndpoint(door, bodies, telemetry.chats());
        this.console = new Console(door);
        this.routes = new Routes(path -> Problem.unknown("no such path: '" + Excerpt.of(path) + "'"))
                .get("/v2", exchange -> exchange.replyJson(server))
                .get("/v2/health/live", exchange -> exchange.replyJson(LIVE))
                .get(
                        "/v2/health/ready",
                        exchange -> replyReady(exchange, door.lifecycle().isReady()))
                .get("/metrics", exchange -> exchange.reply(HttpStatus.OK_200, metrics, telemetry.scrape()));
        console.addTo(routes);
    }

    /// What loads and unloads.
    Endpoint repository() {
        return repository;
    }

    @Override
    public void handle(Exchange exchange) {
        if (door.lifecycle().isEnding()) {
            exchange.closeAfterwards();
        }
        String path = exchange.path();
        if (path.startsWith(ChatEndpoint.PATH)) {
            ChatEndpoint.prepare(exchange);
        }
        if (path.startsWith(RepositoryEndpoint.PATH)) {
            repository.handle(exchange);
            return;
        }
        if (!path.startsWith("/v2/health/") && !console.isPublic(path)) {
            exchange.authenticated(config.access().principal(exchange.credential()));
        }
        if (path.startsWith(ModelEndpoint.PATH)) {
            models.handle(exchange);
        } else if (path.startsWith(ChatEndpoint.PATH)) {
            chat.handle(exchange);
        } else if (path.startsWith(Console.MIXTURE)) {
            console.handle(exchange);
        } else {
            routes.find(exchange.method(), path).handle(exchange);
        }
    }

    private static void replyReady(Exchange exchange, boolean isReady) {
        int status = isReady ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
        exchange.reply(status, Exchange.JSON, isReady ? READY : NOT_READY);
    }
}
