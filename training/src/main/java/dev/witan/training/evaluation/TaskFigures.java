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
/// @param experts one by one
/// @param sampled what the mixture's answers to the rows are worth that experts were asked alone for
/// @param patterns by set of experts, the most frequent first
/// @param cohorts by column
/// @param labels which of them each expert sees; empty unless experts were looked at
public record TaskFigures(
        String target,
        TargetKind kind,
        Measures measures,
        Anatomy anatomy,
        List<ExpertFigures> experts,
        Measures sampled,
        List<PatternFigures> patterns,
        List<CohortColumn> cohorts,
        Optional<Coverage> labels) {
    public TaskFigures {
        experts = List.copyOf(experts);
        patterns = List.copyOf(patterns);
        cohorts = List.copyOf(cohorts);
    }

    /// The expert that does best alone, by the measure that people ask for first.
    public Optional<ExpertFigures> bestAlone() {
        Measure headline = measures.headline();
        return experts.stream()
                .filter(expert ->
                        expert.alone().filter(it -> it.of(headline).isKnown()).isPresent())
                .reduce((one, other) -> headline.prefers(value(other, headline), value(one, headline)) ? other : one);
    }

    private static double value(ExpertFigures expert, Measure measure) {
        return expert.alone().orElseThrow().of(measure).value();
    }
}
