// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.server.security.ApiKey;
import dev.witan.server.security.Principal;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `witan key`: makes an API key. The key is shown once; the server's key file holds its digest.
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Makes an API key, and the entry for the file that `serve --api-keys` reads.")
final class KeyCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--principal", required = true, paramLabel = "NAME", description = "Who will hold the key.")
    private String principal;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "For whom; default: ${DEFAULT-VALUE}.")
    private String tenant;

    @Option(names = "--tags", paramLabel = "TAG", split = ",", description = "Data that the holder may send.")
    private Set<String> tags = Set.of();

    KeyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Principal holder = new Principal(principal, tenant, tags);
        ApiKey key = ApiKey.generate();
        String entry = key.entry(holder);
        console.tell("The key, shown only now; its holder sends it as 'Authorization: Bearer KEY':");
        console.print(key.secret());
        console.tell("The entry for the key file, under 'keys:':");
        console.print(entry);
        return 0;
    }
}
