// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.model.repository.MixtureRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `witan demo`: serves the ads mixture that ships with Witan.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Serves the shipped ads mixture, click-through ranking with cheap, standard and premium experts.")
final class DemoCommand implements Callable<Integer> {
    private static final String MIXTURE = "ads";

    private final Console console;

    @Mixin
    private ServeOptions options;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path shipped = Path.of(System.getProperty("witan.home", "."), "mixtures");
        MixtureRepository repository = new MixtureRepository(shipped);
        return ServeCommand.run(console, ServedMixtures.of(repository, List.of(MIXTURE)), options);
    }
}
