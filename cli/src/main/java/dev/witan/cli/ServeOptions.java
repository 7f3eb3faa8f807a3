// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.server.ServerConfig;
import dev.witan.server.host.Exposure;
import dev.witan.server.security.AdminToken;
import dev.witan.server.security.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a server is to run. Every option can also be set by an environment variable or in the configuration file;
/// see [ConfiguredDefaults].
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
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "" + ServerConfig.GRPC_PORT,
            description = "Port of the data plane over gRPC; default: ${DEFAULT-VALUE}; 0 takes a free one.")
    int grpcPort;

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
            description =
                    "File with the token that opens the admin API; default: a new token, in ~/.witan, for as long as the server runs.")
    @Nullable
    Path adminTokenFile;

    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description = "File of API keys (see: witan key); default: none asked for, on a loopback address only.")
    @Nullable
    Path apiKeys;

    @Option(
            names = "--allowed-hosts",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            description =
                    "Names, besides localhost, under which a server without keys may be asked, and whose pages may ask it.")
    List<String> allowedHosts = List.of();

    @Option(
            names = "--expose-experts",
            description =
                    "Also answers for each expert by itself, as MIXTURE.EXPERT, to who may ask the mixture; default: no.")
    boolean exposesExperts;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Folder for the logs of steers (see: witan steer); default: beside each mixture.")
    @Nullable
    Path state;

    @Mixin
    LimitOptions limits;

    Exposure exposure() {
        return exposesExperts ? Exposure.EXPERTS : Exposure.MIXTURES;
    }

    ServerConfig serverConfig(AdminToken token) {
        ApiKeys keys = apiKeys == null ? ApiKeys.NONE : ApiKeys.read(apiKeys);
        return new ServerConfig(
                Version.number(),
                host,
                port,
                grpcPort,
                adminHost,
                adminPort,
                Set.copyOf(allowedHosts),
                keys,
                token,
                limits.server());
    }

    /// Where the admin token lies: in the configured file, else in one of this process's own.
    Path tokenFile() {
        String own = "admin-" + ProcessHandle.current().pid() + ".token";
        return adminTokenFile != null ? adminTokenFile : Path.of(System.getProperty("user.home"), ".witan", own);
    }

    /// The configured admin token, or a new one in [#tokenFile].
    AdminToken adminToken() {
        try {
            if (adminTokenFile != null) {
                return AdminToken.of(Files.readString(adminTokenFile).strip());
            }
            Files.createDirectories(tokenFile().getParent());
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION, "the admin token cannot be read or made: " + e, e);
        }
        return AdminToken.generate(tokenFile());
    }

    /// Removes a token that was made for this process.
    void forgetToken() {
        if (adminTokenFile == null) {
            try {
                Files.deleteIfExists(tokenFile());
            } catch (IOException _) {
                // The token opens nothing once the process has ended; the file is merely untidy.
            }
        }
    }
}
