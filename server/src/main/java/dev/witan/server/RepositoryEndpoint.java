// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.error.Excerpt;
import dev.witan.server.host.Door;
import dev.witan.server.host.RepositoryEntry;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.server.protocol.RepositoryJson;
import dev.witan.server.security.Access;
import java.nio.ByteBuffer;
import java.util.function.Function;

/// The paths below `/v2/repository/`. Who holds an API key may see what there is; who holds the admin token may load
/// and unload as well.
final class RepositoryEndpoint implements Endpoint {
    static final String PATH = "/v2/repository/";
    private static final String MODELS = "models/";

    private final Door door;
    private final Access access;
    private final Bodies bodies;

    RepositoryEndpoint(Door door, Access access, Bodies bodies) {
        this.door = door;
        this.access = access;
        this.bodies = bodies;
    }

    @Override
    public void handle(Exchange exchange) {
        String path = exchange.path().substring(PATH.length());
        String[] parts =
                path.startsWith(MODELS) ? path.substring(MODELS.length()).split("/", -1) : new String[0];
        if (parts.length == 2 && parts[1].equals("load")) {
            change(exchange, parts[0], door::load);
        } else if (parts.length == 2 && parts[1].equals("unload")) {
            change(exchange, parts[0], door::unload);
        } else {
            exchange.authenticated(access.reader(exchange.credential()));
            if (!path.equals("index")) {
                throw Problem.unknown("no such path: '" + Excerpt.of(exchange.path()) + "'");
            }
            index(exchange);
        }
    }

    private void index(Exchange exchange) {
        exchange.requireMethod("POST");
        boolean readyOnly = read(exchange, RepositoryJson::readyOnly);
        exchange.replyJson(RepositoryWriter.index(door.index(readyOnly ? Door.Shown.READY : Door.Shown.ALL)));
    }

    private void change(Exchange exchange, String mixture, Function<String, RepositoryEntry> change) {
        access.requireAdmin(exchange.credential());
        exchange.requireMethod("POST");
        read(exchange, body -> {
            RepositoryJson.requireNoParameters(body);
            return true;
        });
        exchange.replyJson(RepositoryWriter.entry(change.apply(mixture)));
    }

    private boolean read(Exchange exchange, Function<ByteBuffer, Boolean> use) {
        return bodies.read(exchange, () -> false, use);
    }
}
