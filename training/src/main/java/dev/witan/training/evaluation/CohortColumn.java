// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.report.Specialisation;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.Normal;
import java.util.ArrayList;
import java.util.Arrays;
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
/// @param experts how many of each cohort's rows have which expert as their first
public record CohortColumn(String column, String reference, List<Cohort> cohorts, Specialisation experts) {
    public CohortColumn {
        cohorts = List.copyOf(cohorts);
    }

    /// @param isLabelled the rows that count
    /// @param firsts which expert each row has as its first
    static CohortColumn of(
            Labelled labelled, Answers answers, IntPredicate isLabelled, double confidence, Firsts firsts) {
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
        return new CohortColumn(labelled.column(), groups.names().get(largest), cohorts, firsts.by(groups, isLabelled));
    }

    /// What the first expert of a row tells about its cohort, as a share of what there is to tell: 1 if each expert's
    /// rows are of one cohort. `NaN` if there is only one.
    public double told() {
        return experts.entropy() > 0 ? experts.information() / experts.entropy() : Double.NaN;
    }

    /// The first expert of each row.
    ///
    /// @param ids of experts
    record Firsts(PatternCounter patterns, int rows, List<String> ids) {
        Specialisation by(Labelled.Groups groups, IntPredicate isLabelled) {
            long[][] counts = new long[groups.names().size()][ids.size()];
            for (int row = 0; row < rows; row++) {
                if (isLabelled.test(row) && patterns.first(row) != PatternCounter.NONE) {
                    counts[groups.of(row)][patterns.first(row)]++;
                }
            }
            Map<String, List<Long>> byCohort = new LinkedHashMap<>();
            for (int i = 0; i < counts.length; i++) {
                byCohort.put(
                        groups.names().get(i), Arrays.stream(counts[i]).boxed().toList());
            }
            return new Specialisation(ids, byCohort);
        }
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
