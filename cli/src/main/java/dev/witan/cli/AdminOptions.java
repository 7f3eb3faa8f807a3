// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server's admin API to ask, and with which token.
final class AdminOptions {
    private static final Pattern TOKEN = Pattern.compile("admin-([0-9]{1,18})\\.token");
    private static final Pattern HERE =
            Pattern.compile("^https?://(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?(/|$)");

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8002",
            description = "The server's admin API, as `witan serve` prints it; default: ${DEFAULT-VALUE}.")
    String server;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = {
                "File with the admin token; default: $WITAN_ADMIN_TOKEN, else the token of the server that runs on",
                "this machine (~/.witan/admin-PID.token)."
            })
    @Nullable
    Path tokenFile;

    RemoteServer open() {
        return new RemoteServer(server, token());
    }

    private String token() {
        String fromEnvironment = System.getenv("WITAN_ADMIN_TOKEN");
        if (tokenFile == null && fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment.strip();
        }
        if (tokenFile == null) {
            requireThisMachine(server);
        }
        Path file = tokenFile == null ? found(Path.of(System.getProperty("user.home"), ".witan")) : tokenFile;
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw refusal("the admin token cannot be read: " + e, e);
        }
    }

    /// A token that nobody has named opens a server of this machine, and is nobody else's to see.
    static void requireThisMachine(String url) {
        if (!HERE.matcher(url).find()) {
            throw refusal(
                    "no admin token for %s: it is not on this machine; name the file of its token with".formatted(url)
                            + " --admin-token-file, or set WITAN_ADMIN_TOKEN");
        }
    }

    /// The token of the one server that runs on this machine.
    static Path found(Path folder) {
        List<Path> tokens = ofLiving(folder);
        if (tokens.size() == 1) {
            return tokens.getFirst();
        }
        if (tokens.isEmpty()) {
            throw refusal("no admin token: no server of yours runs on this machine, or it has a token of its own;"
                    + " name its file with --admin-token-file, or set WITAN_ADMIN_TOKEN (where it lies: `witan serve`"
                    + " prints it as 'admin: … (token: FILE)')");
        }
        throw refusal("several servers run on this machine: name the token of the one you mean with"
                + " --admin-token-file, and its URL with --server; tokens: "
                + String.join(", ", tokens.stream().map(Path::toString).toList()));
    }

    private static List<Path> ofLiving(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(AdminOptions::isOfLiving).sorted().toList();
        } catch (IOException e) {
            throw refusal("the folder of admin tokens cannot be read: " + e, e);
        }
    }

    /// A token file that a killed server left behind opens nothing.
    private static boolean isOfLiving(Path file) {
        Matcher name = TOKEN.matcher(String.valueOf(file.getFileName()));
        Optional<Long> process = name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
        return process.flatMap(ProcessHandle::of).map(ProcessHandle::isAlive).orElse(false);
    }

    private static WitanException refusal(String message) {
        return new WitanException(ErrorCode.UNAUTHENTICATED, message);
    }

    private static WitanException refusal(String message, IOException cause) {
        return new WitanException(ErrorCode.UNAUTHENTICATED, message, cause);
    }
}
