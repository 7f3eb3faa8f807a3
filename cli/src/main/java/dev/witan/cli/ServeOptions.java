// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.server.ServerConfig;
import dev.witan.server.security.AdminToken;
import dev.witan.server.security.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a server is to run. Every option can also be set by an environment variable or in the configuration file; see
/// [ConfiguredDefaults].
final class ServeOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration file, with a key per option below, like adminPort; default: witan.yaml if there is one.")
    @Nullable
    Path config;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = ServerConfig.LOOPBACK,
            description = "Address to listen on; default: ${DEFAULT-VALUE}. Any but a loopback one needs --api-keys.")
    String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + ServerConfig.PORT,
            description = "Port of the data plane; default: ${DEFAULT-VALUE}; 0 takes a free one.")
    int port;

    @Option(
            names = "--admin-host",
            paramLabel = "ADDRESS",
            defaultValue = ServerConfig.LOOPBACK,
            description = "Address of the admin API; default: ${DEFAULT-VALUE}.")
    String adminHost;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "" + ServerConfig.ADMIN_PORT,
            description = "Port of the admin API; default: ${DEFAULT-VALUE}; 0 takes a free one.")
    int adminPort;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "File with the token that opens the admin API; default: a new token, in ~/.witan.")
    @Nullable
    Path adminTokenFile;

    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description = "File of API keys (see: witan key); default: none asked for, on a loopback address only.")
    @Nullable
    Path apiKeys;

    @Mixin
    LimitOptions limits;

    ServerConfig serverConfig(AdminToken token) {
        ApiKeys keys = apiKeys == null ? ApiKeys.NONE : ApiKeys.read(apiKeys);
        return new ServerConfig(Version.number(), host, port, adminHost, adminPort, keys, token, limits.server());
    }

    /// Where a token that nobody configured is written to.
    Path generatedTokenFile() {
        String name = adminPort == 0 ? "pid" + ProcessHandle.current().pid() : Integer.toString(adminPort);
        return Path.of(System.getProperty("user.home"), ".witan", "admin-" + name + ".token");
    }

    AdminToken adminToken() throws IOException {
        if (adminTokenFile != null) {
            return AdminToken.of(Files.readString(adminTokenFile).strip());
        }
        Path file = generatedTokenFile();
        Files.createDirectories(file.getParent());
        return AdminToken.generate(file);
    }
}
