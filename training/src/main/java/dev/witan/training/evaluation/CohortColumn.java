// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.Normal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A column that parts the rows into cohorts.
///
/// @param column its name
/// @param reference the largest cohort, which the others are held against
/// @param cohorts in the order in which they are shown
public record CohortColumn(String column, String reference, List<Cohort> cohorts) {
    public CohortColumn {
        cohorts = List.copyOf(cohorts);
    }

    /// @param isLabelled the rows that count
    static CohortColumn of(Labelled labelled, Answers answers, IntPredicate isLabelled, double confidence) {
        Labelled.Groups groups = labelled.groups();
        int count = groups.names().size();
        double reach = Normal.reach(confidence, 1);
        double comparing = Normal.reach(confidence, count - 1);
        List<Measures> shown = new ArrayList<>();
        List<Measures> compared = new ArrayList<>();
        List<Optional<Anatomy>> anatomies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int group = i;
            IntPredicate isMeant = row -> isLabelled.test(row) && groups.of(row) == group;
            shown.add(answers.measures(isMeant, reach));
            compared.add(count > 2 ? answers.measures(isMeant, comparing) : shown.getLast());
            anatomies.add(
                    switch (answers) {
                        case LabelAnswers _, QuantileAnswers _ -> Optional.of(answers.anatomy(isMeant, reach));
                        case BinaryAnswers _, ClassAnswers _, NumberAnswers _ -> Optional.empty();
                    });
        }
        int largest = 0;
        for (int i = 1; i < count; i++) {
            largest = shown.get(i).rows() > shown.get(largest).rows() ? i : largest;
        }
        List<Cohort> cohorts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cohorts.add(new Cohort(
                    groups.names().get(i),
                    shown.get(i),
                    i == largest ? Map.of() : gaps(compared.get(i), compared.get(largest)),
                    anatomies.get(i)));
        }
        return new CohortColumn(labelled.column(), groups.names().get(largest), cohorts);
    }

    private static Map<Measure, Estimate> gaps(Measures one, Measures largest) {
        Map<Measure, Estimate> gaps = new LinkedHashMap<>();
        one.values().forEach((measure, estimate) -> {
            Estimate gap = estimate.less(largest.of(measure));
            if (gap.isKnown()) {
                gaps.put(measure, gap);
            }
        });
        return gaps;
    }
}
