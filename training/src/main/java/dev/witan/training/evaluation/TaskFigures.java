// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.data.TargetKind;
import java.util.List;
import java.util.Optional;

/// How good the answers to one target are.
///
/// @param target the column with the labels
/// @param kind what is predicted
/// @param measures of all rows
/// @param anatomy where answers are right and where they are wrong
/// @param explained what is explained that the labels alone would not explain: 1 at best, 0 for nothing; of several
/// labels their AUC
/// @param experts one by one
/// @param sampled what the mixture's answers to the rows are worth that experts were asked alone for
/// @param patterns by set of experts, the most frequent first
/// @param cohorts by column
/// @param labels which of them each expert sees; empty unless experts were looked at
/// @param routing of the rows of this task; empty unless there are several
public record TaskFigures(
        String target,
        TargetKind kind,
        Measures measures,
        Anatomy anatomy,
        double explained,
        List<ExpertFigures> experts,
        Measures sampled,
        List<PatternFigures> patterns,
        List<CohortColumn> cohorts,
        Optional<Coverage> labels,
        Optional<RoutingFigures> routing) {
    public TaskFigures {
        experts = List.copyOf(experts);
        patterns = List.copyOf(patterns);
        cohorts = List.copyOf(cohorts);
    }

    /// The expert that does best alone, by the measure that people ask for first.
    public Optional<ExpertFigures> bestAlone() {
        return bestAlone(measures.headline());
    }

    /// The same by another measure.
    public Optional<ExpertFigures> bestAlone(Measure measure) {
        return experts.stream()
                .filter(expert ->
                        expert.alone().filter(it -> it.of(measure).isKnown()).isPresent())
                .reduce((one, other) -> measure.prefers(value(other, measure), value(one, measure)) ? other : one);
    }

    private static double value(ExpertFigures expert, Measure measure) {
        return expert.alone().orElseThrow().of(measure).value();
    }
}
