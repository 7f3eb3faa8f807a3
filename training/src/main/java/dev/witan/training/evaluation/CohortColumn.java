// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.Normal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A column that parts the rows into cohorts.
///
/// @param column its name
/// @param reference the largest cohort, which the others are held against
/// @param cohorts in the order in which they are shown
public record CohortColumn(String column, String reference, List<Cohort> cohorts) {
    public CohortColumn {
        cohorts = List.copyOf(cohorts);
    }

    static CohortColumn of(Labelled labelled, Answers answers, double confidence) {
        Labelled.Groups groups = labelled.groups();
        int count = groups.names().size();
        List<Measures> shown = measures(groups, answers, Normal.reach(confidence, 1));
        List<Measures> compared = measures(groups, answers, Normal.reach(confidence, count - 1));
        int largest = 0;
        for (int i = 1; i < count; i++) {
            largest = shown.get(i).rows() > shown.get(largest).rows() ? i : largest;
        }
        List<Cohort> cohorts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cohorts.add(new Cohort(
                    groups.names().get(i),
                    shown.get(i),
                    i == largest ? Map.of() : gaps(compared.get(i), compared.get(largest))));
        }
        return new CohortColumn(labelled.column(), groups.names().get(largest), cohorts);
    }

    private static List<Measures> measures(Labelled.Groups groups, Answers answers, double reach) {
        List<Measures> list = new ArrayList<>();
        for (int i = 0; i < groups.names().size(); i++) {
            int group = i;
            list.add(answers.measures(row -> groups.of(row) == group, reach));
        }
        return list;
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
