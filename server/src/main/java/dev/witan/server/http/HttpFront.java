// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// Jetty with two ports, each with a handler of its own. Every request runs on its own virtual thread.
public final class HttpFront {
    private static final int ADMIN_CONNECTIONS_MAX = 64;
    /// Connections that the system may hold for us while a burst of them is being accepted; what it cannot hold it
    /// drops, and the caller tries again only after a second.
    private static final int ACCEPT_QUEUE_MAX = 4096;
    private static final int INPUT_BYTES = 16_384;

    /// Jetty's own tasks: acceptors, selectors and timers of both ports.
    private static final int OWN_TASKS = 64;

    private final Server server;
    private final ServerConnector data;
    private final ServerConnector admin;
    private final ConnectionWatch watch;

    /// A port to open.
    ///
    /// @param port 0 takes a free one
    public record Address(String host, int port) {}

    /// What holds for the connections of both ports.
    ///
    /// @param idleMax how long a connection may be silent between requests
    /// @param headMax how long a request's line and headers may take
    /// @param pace how fast an answer must be taken
    public record Bounds(int headerBytesMax, int connectionsMax, Duration idleMax, Duration headMax, Pace pace) {}

    /// Opens both ports; on return they accept connections.
    ///
    /// @throws WitanException INVALID_CONFIGURATION when a port cannot be opened
    public HttpFront(Address dataAddress, Handler dataPlane, Address adminAddress, Handler adminApi, Bounds bounds) {
        this.server = new Server(new VirtualThreadPool(bounds.connectionsMax() + ADMIN_CONNECTIONS_MAX + OWN_TASKS));
        this.data = connector(dataAddress, bounds);
        this.admin = connector(adminAddress, bounds);
        this.watch = new ConnectionWatch(bounds.headMax(), bounds.pace());
        server.addConnector(data);
        server.addConnector(admin);
        server.addBean(new NetworkConnectionLimit(bounds.connectionsMax(), data));
        server.addBean(new NetworkConnectionLimit(ADMIN_CONNECTIONS_MAX, admin));
        data.addEventListener(watch);
        admin.addEventListener(watch);
        server.setErrorHandler(new JsonErrors(bounds.headerBytesMax()));
        server.setHandler(new ByPort(admin, adminApi, dataPlane));
        open(data, "data plane");
        open(admin, "admin API");
        start();
        watch.start(data.getScheduler());
    }

    private ServerConnector connector(Address address, Bounds bounds) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setRequestHeaderSize(bounds.headerBytesMax());
        http.setInputBufferSize(Math.max(INPUT_BYTES, bounds.headerBytesMax()));
        http.setUseInputDirectByteBuffers(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setAcceptQueueSize(Math.min(ACCEPT_QUEUE_MAX, bounds.connectionsMax()));
        connector.setIdleTimeout(bounds.idleMax().toMillis());
        return connector;
    }

    private void open(ServerConnector connector, String what) {
        try {
            connector.open();
        } catch (IOException e) {
            data.close();
            boolean isTaken = e instanceof BindException || e.getCause() instanceof BindException;
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the port of the %s must be free and ours to open, %s:%d: %s"
                            .formatted(
                                    what,
                                    connector.getHost(),
                                    connector.getPort(),
                                    isTaken
                                            ? "another process has it, or the address is not this machine's; name another one"
                                            : e.getMessage()),
                    e);
        }
    }

    private void start() {
        try {
            server.start();
        } catch (Exception e) {
            stop();
            throw new WitanException(ErrorCode.INTERNAL, "the HTTP server did not start: " + e, e);
        }
    }

    /// The data plane's port, the real one if 0 was asked for.
    public int dataPort() {
        return data.getLocalPort();
    }

    /// The admin API's port, the real one if 0 was asked for.
    public int adminPort() {
        return admin.getLocalPort();
    }

    /// Closes both ports and every connection.
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new WitanException(ErrorCode.INTERNAL, "the HTTP server did not stop cleanly: " + e, e);
        }
    }

    private static final class ByPort extends Handler.Abstract {
        private final ServerConnector admin;
        private final Handler adminApi;
        private final Handler dataPlane;

        ByPort(ServerConnector admin, Handler adminApi, Handler dataPlane) {
            this.admin = admin;
            this.adminApi = adminApi;
            this.dataPlane = dataPlane;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            boolean isAdmin = admin.equals(request.getConnectionMetaData().getConnector());
            return (isAdmin ? adminApi : dataPlane).handle(request, response, callback);
        }
    }
}
