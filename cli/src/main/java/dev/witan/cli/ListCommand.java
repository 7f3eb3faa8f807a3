// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// `witan list`: the mixtures of a repository and the releases in force. One that cannot be read is listed with the
/// reason.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the mixtures of the repository and their releases.")
final class ListCommand implements Callable<Integer> {
    private record Line(String name, String release, String experts, String about) {}

    private final Console console;

    @Mixin
    private RepositoryOption repository;

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "text", description = "text or json.")
    private OutputFormat output;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Line> lines =
                repository.open().list().stream().map(ListCommand::line).toList();
        if (output == OutputFormat.JSON) {
            console.print(json(lines));
        } else if (lines.isEmpty()) {
            console.tell("no mixtures here; make one with: witan train my.csv --target COLUMN");
        } else {
            TextTable table = new TextTable();
            table.row("mixture", "release", "experts", "about");
            lines.forEach(line -> table.row(line.name, line.release, line.experts, line.about));
            console.print(table.toString());
        }
        return 0;
    }

    private static Line line(MixtureFolder folder) {
        try {
            if (folder.activeRelease().isEmpty()) {
                return new Line(folder.name(), "-", "-", "not published yet");
            }
            ReleaseManifest manifest = folder.activeManifest();
            int experts = manifest.configuration().spec().experts().size();
            return new Line(
                    folder.name(),
                    Integer.toString(manifest.release()),
                    Integer.toString(experts),
                    manifest.configuration().description());
        } catch (WitanException e) {
            return new Line(folder.name(), "?", "?", e.reason());
        }
    }

    private static String json(List<Line> lines) {
        ArrayNode array = new JsonMapper().createArrayNode();
        for (Line line : lines) {
            array.addObject()
                    .put("mixture", line.name)
                    .put("release", line.release)
                    .put("experts", line.experts)
                    .put("about", line.about);
        }
        return array.toString();
    }
}
