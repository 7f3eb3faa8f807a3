// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.model.repository.MixtureRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `witan demo`: serves the mixtures that ship with Witan.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Serves the mixtures that ship with Witan:",
            "ads, will this ad be clicked? and languages, which of 42 languages is this text?"
        })
final class DemoCommand implements Callable<Integer> {
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
        return ServeCommand.run(console, ServedMixtures.of(repository, List.of()), options);
    }
}
