// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.HeatMap;
import dev.witan.report.Section;
import dev.witan.training.evaluation.RoutingFigures;
import dev.witan.training.evaluation.TaskFigures;
import java.util.ArrayList;
import java.util.List;

/// Which task uses which expert.
final class TasksPart {
    private TasksPart() {}

    static Section of(List<TaskFigures> tasks) {
        List<String> names = tasks.stream().map(TaskFigures::target).toList();
        List<RoutingFigures> routings =
                tasks.stream().flatMap(task -> task.routing().stream()).toList();
        List<String> experts = routings.getFirst().loads().stream()
                .map(RoutingFigures.Load::expert)
                .toList();
        Section section = new Section("Tasks and experts")
                .say(
                        "Each task has a gate of its own, which weighs the experts for every row anew: the rows of one task may lean on other experts than those of another.");
        section.plot(
                "Which task uses which expert",
                "The share of its answers that a task takes from each expert: the mean weight over all of its rows, which add up to 100 % per line. Lines that look alike mean that the tasks use the experts in the same way; an empty cell is an expert that the task may not use, or never does.",
                new HeatMap("Weight of each expert by task", names, experts, cells(routings, names, experts)).svg(),
                table(routings, names, experts));
        return section.table(decided(routings, names));
    }

    private static HeatMap.Cells cells(List<RoutingFigures> routings, List<String> names, List<String> experts) {
        return new HeatMap.Cells() {
            private RoutingFigures.Load load(int row, int column) {
                return routings.get(row).loads().get(column);
            }

            @Override
            public double strength(int row, int column) {
                return load(row, column).rows() == 0 ? Double.NaN : share(routings.get(row), load(row, column));
            }

            @Override
            public String text(int row, int column) {
                return load(row, column).rows() == 0
                        ? ""
                        : Math.round(100 * share(routings.get(row), load(row, column))) + " %";
            }

            @Override
            public String note(int row, int column) {
                return "%s, %s: weight %s on average, of %s of the rows"
                        .formatted(
                                names.get(row),
                                experts.get(column),
                                Digits.percent(share(routings.get(row), load(row, column))),
                                Digits.percent((double) load(row, column).rows()
                                        / routings.get(row).rows()));
            }
        };
    }

    /// The mean weight over all rows of the task.
    private static double share(RoutingFigures routing, RoutingFigures.Load load) {
        return load.rows() == 0 ? 0 : load.weight() * load.rows() / routing.rows();
    }

    private static DataTable table(List<RoutingFigures> routings, List<String> names, List<String> experts) {
        List<String> heads = new ArrayList<>();
        for (String name : names) {
            heads.add(name + ", weight");
            heads.add(name + ", rows");
            heads.add(name + ", had the greatest weight");
        }
        DataTable table = new DataTable("Experts by task", Drawn.heads("expert", heads));
        for (int expert = 0; expert < experts.size(); expert++) {
            List<String> cells = new ArrayList<>();
            for (RoutingFigures routing : routings) {
                RoutingFigures.Load load = routing.loads().get(expert);
                cells.add(Digits.percent(share(routing, load)));
                cells.add(Digits.percent((double) load.rows() / routing.rows()));
                cells.add(Digits.percent((double) load.firsts() / routing.rows()));
            }
            table.row(Drawn.heads(experts.get(expert), cells));
        }
        return table;
    }

    private static DataTable decided(List<RoutingFigures> routings, List<String> names) {
        DataTable table = new DataTable(
                "How decided the gate of each task is: entropies in nats, and what the choice of experts tells about a row",
                List.of(
                        "task",
                        "experts per row",
                        "sets of experts",
                        "entropy of the mean",
                        "entropy of a row",
                        "information"));
        for (int task = 0; task < names.size(); task++) {
            RoutingFigures routing = routings.get(task);
            table.row(List.of(
                    names.get(task),
                    Digits.of(routing.fanOut()),
                    Digits.of(routing.patterns()),
                    Digits.of(routing.marginalEntropy()),
                    Digits.of(routing.conditionalEntropy()),
                    Digits.of(routing.information())));
        }
        return table;
    }
}
