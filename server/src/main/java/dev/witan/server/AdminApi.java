// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.server.http.Endpoint;
import dev.witan.server.http.Exchange;
import dev.witan.server.http.Problem;
import dev.witan.server.http.Routes;
import dev.witan.server.security.AdminToken;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;

/// The paths of the admin API; every one of them needs the token.
final class AdminApi implements Endpoint {
    private final AdminToken token;
    private final Endpoint repository;
    private final Endpoint steers;
    private final Routes routes;

    /// @param status the status page, made at each request
    /// @param drain starts to drain, and returns at once
    /// @param repository what loads and unloads, as on the data plane
    /// @param steers what steers a mixture
    AdminApi(AdminToken token, Supplier<byte[]> status, Runnable drain, Endpoint repository, Endpoint steers) {
        this.token = token;
        this.repository = repository;
        this.steers = steers;
        this.routes = new Routes(_ -> Problem.unknown("no such path (paths: GET /admin/v1/status, POST /admin/v1/drain,"
                        + " GET and POST /admin/v1/mixtures/NAME/steers)"))
                .get("/admin/v1/status", exchange -> exchange.replyJson(status.get()))
                .post("/admin/v1/drain", exchange -> {
                    drain.run();
                    exchange.reply(HttpStatus.ACCEPTED_202, Exchange.JSON, status.get());
                });
    }

    @Override
    public void handle(Exchange exchange) {
        if (!token.matches(exchange.credential())) {
            throw Problem.unauthenticated("the admin API needs its token, as 'Authorization: Bearer …'");
        }
        if (exchange.path().startsWith(RepositoryEndpoint.PATH)) {
            repository.handle(exchange);
            return;
        }
        if (exchange.path().startsWith(SteerEndpoint.PATH)) {
            steers.handle(exchange);
            return;
        }
        routes.find(exchange.method(), exchange.path()).handle(exchange);
    }
}
