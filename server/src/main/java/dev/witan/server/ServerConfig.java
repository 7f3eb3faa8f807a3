// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.server.http.Provenance;
import dev.witan.server.security.Access;
import dev.witan.server.security.AdminToken;
import dev.witan.server.security.ApiKeys;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Where and for whom a server listens.
///
/// @param version of Witan, as the server tells it
/// @param host the address of the data plane
/// @param port of the data plane; 0 takes a free one
/// @param grpcPort of the data plane over gRPC, on the same address; 0 takes a free one
/// @param adminHost the address of the admin API
/// @param adminPort of the admin API; 0 takes a free one
/// @param allowedHosts names, besides those of the loopback, under which a server without keys may be asked, and whose
///     pages may ask any server
/// @param keys who may ask; none is allowed on a loopback address only
/// @param adminToken what opens the admin API
public record ServerConfig(
        String version,
        String host,
        int port,
        int grpcPort,
        String adminHost,
        int adminPort,
        Set<String> allowedHosts,
        ApiKeys keys,
        AdminToken adminToken,
        ServerLimits limits) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int PORT = 8000;
    public static final int GRPC_PORT = 8001;
    public static final int ADMIN_PORT = 8002;

    /// Refuses what would be open to strangers or could not be bound.
    public ServerConfig {
        Objects.requireNonNull(version);
        Objects.requireNonNull(limits);
        allowedHosts = allowedHosts.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        requirePort("port", port);
        requirePort("grpcPort", grpcPort);
        requirePort("adminPort", adminPort);
        if (port != 0 && port == adminPort) {
            throw invalid("the data plane and the admin API must not share a port: " + port);
        }
        if (grpcPort != 0 && (grpcPort == port || grpcPort == adminPort)) {
            throw invalid("gRPC must have a port of its own: " + grpcPort);
        }
        if (keys.isOpen() && !isLoopback(host)) {
            throw invalid(
                    "an address that others can reach needs API keys: '%s' has none; name a key file, or listen on %s"
                            .formatted(host, LOOPBACK));
        }
        if (!isLoopback(adminHost) && isLoopback(host)) {
            throw invalid(
                    "the admin API must not be open wider than the data plane, '%s': '%s'".formatted(host, adminHost));
        }
    }

    /// Who may ask, and who may change what is served.
    public Access access() {
        return new Access(keys, adminToken);
    }

    /// A server on the loopback address and the usual ports, which asks for no keys.
    public static ServerConfig loopback(String version, AdminToken adminToken) {
        return new ServerConfig(
                version,
                LOOPBACK,
                PORT,
                GRPC_PORT,
                LOOPBACK,
                ADMIN_PORT,
                Set.of(),
                ApiKeys.NONE,
                adminToken,
                ServerLimits.defaults());
    }

    /// The same with these ports for HTTP, and a free one for gRPC.
    public ServerConfig withPorts(int data, int admin) {
        return new ServerConfig(version, host, data, 0, adminHost, admin, allowedHosts, keys, adminToken, limits);
    }

    /// The same, reachable at `address` by whoever holds one of `callers`.
    public ServerConfig withAccess(String address, ApiKeys callers) {
        return new ServerConfig(
                version, address, port, grpcPort, adminHost, adminPort, allowedHosts, callers, adminToken, limits);
    }

    public ServerConfig withGrpcPort(int grpc) {
        return new ServerConfig(
                version, host, port, grpc, adminHost, adminPort, allowedHosts, keys, adminToken, limits);
    }

    public ServerConfig withLimits(ServerLimits bounds) {
        return new ServerConfig(
                version, host, port, grpcPort, adminHost, adminPort, allowedHosts, keys, adminToken, bounds);
    }

    public ServerConfig withAllowedHosts(Set<String> names) {
        return new ServerConfig(version, host, port, grpcPort, adminHost, adminPort, names, keys, adminToken, limits);
    }

    /// Which requests to the data plane may be a stranger's page: where keys are asked for, whoever asks under another
    /// name holds one.
    Provenance dataProvenance() {
        return keys.isOpen() ? Provenance.local(allowedHosts) : Provenance.anywhere(allowedHosts);
    }

    private static void requirePort(String name, int value) {
        if (value < 0 || value > 65_535) {
            throw invalid("%s must be between 0 and 65535: %d".formatted(name, value));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION, "the address to listen on must be known: '" + host + "'", e);
        }
    }

    private static WitanException invalid(String message) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, message);
    }
}
