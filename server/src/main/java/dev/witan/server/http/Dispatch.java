// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Jetty's handler: it gives every request to an endpoint, on a virtual thread, and turns what the endpoint throws
/// into the reply.
public final class Dispatch extends Handler.Abstract {
    private final Endpoint endpoint;
    private final Provenance provenance;
    private final Watch watch;

    public Dispatch(Endpoint endpoint, Provenance provenance, Watch watch) {
        this.endpoint = endpoint;
        this.provenance = provenance;
        this.watch = watch;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        watch.begun();
        Watched watched = Watched.of(request);
        watched.begun();
        Callback ended = Callback.from(watched::ended, Callback.from(callback, watch::ended));
        Exchange exchange = new Exchange(
                request,
                response,
                ended,
                watched,
                () -> ThreadLocalRandom.current().nextLong());
        try {
            provenance.require(exchange);
            exchange.requirePlainPath();
            endpoint.handle(exchange);
        } catch (Problem problem) {
            watch.refused(problem.code());
            exchange.refuse(problem);
        } catch (WitanException e) {
            watch.refused(e.code());
            exchange.refuse(e);
        } catch (RuntimeException | Error e) {
            watch.refused(ErrorCode.INTERNAL);
            exchange.breakOff(e);
        }
        return true;
    }
}
