// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.RowPlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.LiftFigures;
import dev.witan.training.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/// What the mixture wins over networks without experts.
final class LiftPart {
    private LiftPart() {}

    static Section of(LiftFigures lift, String of) {
        String measure = lift.measure().title();
        RowPlot values = new RowPlot("%s of each network over the seeds".formatted(measure), measure, List.of(measure));
        RowPlot ahead = new RowPlot(
                        "What the mixture is better by in %s".formatted(measure),
                        "better by, in " + measure,
                        List.of("difference"))
                .withReference("no difference", 0);
        for (LiftFigures.Contender contender : lift.contenders()) {
            values.row(contender.name(), Digits.of(contender.mean().value()), spread(contender));
            if (contender.behind().hasInterval()) {
                ahead.row(contender.name(), Digits.signed(contender.behind().value()), contender.behind());
            }
        }
        Section section = new Section("Lift" + of)
                .say(
                        "%d trainings on %s, each with another seed, of a mixture of this shape and of the networks beside it; all measured on the rows of this report. They are trained anew, so none of them is the release itself."
                                .formatted(lift.seeds().size(), lift.table()))
                .say(String.join(" ", lift.notes()));
        section.plot(
                measure + " over the seeds",
                "Each dot is the mean over the seeds, each whisker reaches one deviation to either side; %s. Whiskers that overlap by far mean that another seed might turn the order round."
                        .formatted(Drawn.better(lift.measure())),
                values.svg(),
                table(lift));
        if (lift.seeds().size() > 1) {
            section.plot(
                    "Better by how much",
                    "What the mixture is better by than each of the others with the same seed, with the interval of the mean difference. Right of the line the mixture wins; a whisker that crosses the line decides nothing.",
                    ahead.svg(),
                    differences(lift));
        }
        return section;
    }

    private static Estimate spread(LiftFigures.Contender contender) {
        double mean = contender.mean().value();
        return contender.values().size() < 2
                ? Estimate.plain(mean)
                : new Estimate(mean, mean - contender.deviation(), mean + contender.deviation());
    }

    private static DataTable table(LiftFigures lift) {
        List<String> heads = new ArrayList<>(List.of("network", "parameters", "mean", "deviation"));
        lift.seeds().forEach(seed -> heads.add("seed " + seed));
        DataTable table = new DataTable(lift.measure().title() + " by seed", heads);
        for (LiftFigures.Contender contender : lift.contenders()) {
            List<String> cells = new ArrayList<>(List.of(
                    contender.name(),
                    Digits.of(Math.round(contender.parameters())),
                    Digits.of(contender.mean().value()),
                    Digits.of(contender.deviation())));
            contender.values().forEach(value -> cells.add(Digits.of(value)));
            table.row(cells);
        }
        return table;
    }

    private static DataTable differences(LiftFigures lift) {
        DataTable table = new DataTable(
                "What the mixture is better by", List.of("network", "mean difference", "interval", "verdict"));
        for (LiftFigures.Contender contender : lift.contenders()) {
            Estimate behind = contender.behind();
            if (behind.hasInterval()) {
                table.row(List.of(
                        contender.name(), Digits.signed(behind.value()), Digits.interval(behind), verdict(behind)));
            }
        }
        return table;
    }

    private static String verdict(Estimate behind) {
        if (!behind.excludes(0)) {
            return "undecided";
        }
        return behind.value() > 0 ? "the mixture is better" : "the mixture is worse";
    }
}
