// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.error.Excerpt;
import dev.witan.server.host.Door;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.steering.SteerOrders;
import dev.witan.steering.SteerReports;
import dev.witan.steering.Steering;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;

/// The paths of the admin API below a mixture's `steers`: what is in force, what was, and how to change it.
final class SteerEndpoint implements Endpoint {
    static final String PATH = "/admin/v1/mixtures/";

    private final Door door;
    private final Bodies bodies;

    SteerEndpoint(Door door, Bodies bodies) {
        this.door = door;
        this.bodies = bodies;
    }

    @Override
    public void handle(Exchange exchange) {
        String[] parts = exchange.path().substring(PATH.length()).split("/", -1);
        boolean isOfSteers = parts.length >= 2 && parts.length <= 3 && parts[1].equals("steers");
        if (!isOfSteers) {
            throw Problem.unknown("no such path: '%s' (paths: %sNAME/steers, …/steers/ID, …/steers/log)"
                    .formatted(Excerpt.of(exchange.path()), PATH));
        }
        Steering steering = door.steering(parts[0]);
        if (parts.length == 2) {
            all(exchange, steering);
        } else if (parts[2].equals("log")) {
            exchange.requireMethod("GET");
            exchange.replyJson(SteerReports.log(steering));
        } else {
            undo(exchange, steering, parts[2]);
        }
    }

    private void all(Exchange exchange, Steering steering) {
        exchange.requireMethod("GET", "POST");
        if (exchange.method().equals("GET")) {
            exchange.replyJson(SteerReports.inForce(steering));
            return;
        }
        byte[] laid = read(exchange, body -> SteerReports.steer(steering.lay(SteerOrders.read(body))));
        exchange.reply(HttpStatus.CREATED_201, Exchange.JSON, laid);
    }

    private void undo(Exchange exchange, Steering steering, String id) {
        exchange.requireMethod("DELETE");
        exchange.replyJson(read(exchange, body -> {
            SteerOrders.Reversal reversal = SteerOrders.readReversal(body);
            return SteerReports.steer(steering.undo(id, reversal.who(), reversal.why()));
        }));
    }

    private byte[] read(Exchange exchange, Function<ByteBuffer, byte[]> use) {
        return bodies.read(exchange, () -> false, use);
    }
}
