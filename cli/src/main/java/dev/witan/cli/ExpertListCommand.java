// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.Role;
import dev.witan.model.load.LoadedMixture;
import dev.witan.training.lifecycle.ExpertSurvey;
import dev.witan.training.lifecycle.ExpertWorth;
import dev.witan.training.report.Headline;
import dev.witan.training.report.Quality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan expert list`: what each expert is and, with rows, what it is worth.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what each expert is and, with --data, what it is worth: the share of the rows that go to it, its mean",
            "weight there, its saliency (mean of weight times length of its output) and, with labels, how good it is",
            "alone and how good the mixture would be without it."
        })
final class ExpertListCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MIXTURE", description = "The mixture.")
    private String name;

    @Option(names = "--data", paramLabel = "CSV", description = "Rows; best such as the mixture was not trained on.")
    private @Nullable Path data;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "Column with the labels; default: the one it was trained on.")
    private @Nullable String target;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private SampleOptions sample;

    @Mixin
    private RepositoryOption repository;

    ExpertListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ExpertKinds kinds = ExpertKinds.ofProcess();
                LoadedMixture loaded =
                        kinds.loader(Kernels.choose()).load(repository.open().find(name))) {
            List<ExpertConfig> experts = loaded.configuration().spec().experts();
            if (data == null) {
                console.print(plain(experts));
                return 0;
            }
            DataTable rows = DataTable.read(console, data, loaded, Optional.ofNullable(target), sample, seed);
            console.print(worth(experts, ExpertSurvey.of(loaded.mixture(), rows.table(), rows.target())));
        }
        return 0;
    }

    private static String plain(List<ExpertConfig> experts) {
        TextTable table = new TextTable();
        table.row("expert", "kind", "role", "about");
        experts.forEach(expert -> table.row(expert.id(), expert.kind(), role(expert), expert.description()));
        return table.toString();
    }

    private static String worth(List<ExpertConfig> experts, List<ExpertWorth> worths) {
        TextTable table = new TextTable();
        List<String> head = new ArrayList<>(List.of("expert", "role", "rows", "share", "weight", "saliency"));
        worths.stream().flatMap(worth -> worth.alone().stream()).findFirst().ifPresent(quality -> {
            head.add(Headline.name(quality) + " alone");
            head.add("without it");
        });
        table.row(head);
        for (int i = 0; i < worths.size(); i++) {
            ExpertWorth worth = worths.get(i);
            List<String> row = new ArrayList<>(List.of(
                    worth.id(),
                    role(experts.get(i)),
                    Integer.toString(worth.rows()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * worth.share()),
                    worth.rows() == 0 ? "-" : number(worth.weight()),
                    worth.rows() == 0 ? "-" : number(worth.saliency())));
            if (head.size() > row.size()) {
                row.add(figure(worth.alone()));
                row.add(figure(worth.without()));
            }
            table.row(row);
            worth.tasks()
                    .forEach(task -> table.row(
                            "  for " + task.task(),
                            "",
                            Integer.toString(task.rows()),
                            String.format(Locale.ROOT, "%.1f %%", 100 * task.share()),
                            task.rows() == 0 ? "-" : number(task.weight()),
                            task.rows() == 0 ? "-" : number(task.saliency())));
        }
        return table.toString();
    }

    private static String figure(Optional<Quality> quality) {
        return quality.map(it -> number(Headline.of(it))).orElse("-");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String role(ExpertConfig expert) {
        Role role = expert.traits().role();
        return role == Role.SCORED ? "" : role.name().toLowerCase(Locale.ROOT);
    }
}
