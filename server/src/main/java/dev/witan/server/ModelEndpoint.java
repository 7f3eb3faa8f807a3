// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.error.Excerpt;
import dev.witan.server.host.Door;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.Lease;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.server.protocol.ConfigurationWriter;
import dev.witan.server.protocol.Metadata;
import dev.witan.server.protocol.StatisticsWriter;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;

/// The paths below `/v2/models/`: `{mixture}[/versions/{release}]` and what follows. Which mixtures there are changes
/// while the server runs, so a path is taken apart rather than looked up.
final class ModelEndpoint implements Endpoint {
    static final String PATH = "/v2/models/";

    private final Door door;
    private final InferEndpoint infer;

    ModelEndpoint(Door door, InferEndpoint infer) {
        this.door = door;
        this.infer = infer;
    }

    /// A path, taken apart.
    ///
    /// @param version `""` when the path names none
    /// @param verb `""` for the mixture itself
    private record Target(String mixture, String version, String verb) {}

    @Override
    public void handle(Exchange exchange) {
        Target target = target(exchange.path());
        switch (target.verb) {
            case "infer" -> {
                exchange.requireMethod("POST");
                infer.handle(exchange, target.mixture, target.version);
            }
            case "ready" -> {
                exchange.requireMethod("GET", "HEAD");
                replyReady(exchange, target.mixture, door.isReady(target.mixture, target.version));
            }
            case "" -> replyAbout(exchange, target, hosted -> Metadata.mixture(hosted.mixture()));
            case "config" ->
                replyAbout(
                        exchange,
                        target,
                        hosted -> ConfigurationWriter.write(
                                hosted.mixture(), hosted.engine().limits()));
            case "stats" -> replyAbout(exchange, target, hosted -> StatisticsWriter.write(List.of(entry(hosted))));
            default -> throw unknown(exchange.path());
        }
    }

    /// @throws Problem when the path has another form
    private Target target(String path) {
        String[] parts = path.substring(PATH.length()).split("/", -1);
        boolean hasVersion = parts.length > 2 && parts[1].equals("versions") && !parts[2].isEmpty();
        int verbAt = hasVersion ? 3 : 1;
        if (parts.length > verbAt + 1 || (parts.length == verbAt + 1 && parts[verbAt].isEmpty())) {
            throw unknownBelow(parts[0], path);
        }
        String verb = parts.length > verbAt ? parts[verbAt] : "";
        return new Target(parts[0], hasVersion ? parts[2] : "", verb);
    }

    private static void replyReady(Exchange exchange, String mixture, boolean isReady) {
        int status = isReady ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
        exchange.reply(status, Exchange.JSON, Metadata.ready(mixture, isReady));
    }

    private void replyAbout(Exchange exchange, Target target, Function<HostedMixture, byte[]> about) {
        exchange.requireMethod("GET", "HEAD");
        if (target.mixture.equals("stats") && target.verb.isEmpty() && target.version.isEmpty() && !isHosted("stats")) {
            exchange.replyJson(statistics());
            return;
        }
        try (Lease lease = door.lease(target.mixture, target.version)) {
            exchange.replyJson(about.apply(lease.hosted()));
        }
    }

    private boolean isHosted(String name) {
        return door.host().flatMap(host -> host.find(name)).isPresent();
    }

    private byte[] statistics() {
        return StatisticsWriter.write(door.host().map(MixtureHost::allWithExperts).orElse(List.of()).stream()
                .map(ModelEndpoint::entry)
                .toList());
    }

    private static StatisticsWriter.Entry entry(HostedMixture hosted) {
        return new StatisticsWriter.Entry(hosted.mixture(), hosted.statistics());
    }

    /// A mixture that is not there is the likelier mistake.
    private Problem unknownBelow(String mixture, String path) {
        try (Lease _ = door.lease(mixture, "")) {
            return unknown(path);
        }
    }

    private static Problem unknown(String path) {
        return Problem.unknown("no such path: '" + Excerpt.of(path) + "'");
    }
}
