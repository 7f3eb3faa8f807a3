// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Estimate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Rows that share a value of a column, and how they are treated beside the rows of the largest cohort.
///
/// @param name the value
/// @param measures of these rows
/// @param gaps by measure what these rows have more than those of the largest cohort, with intervals that hold
/// for all cohorts of the column at once; none for the largest itself
/// @param anatomy of the labels or quantiles of these rows; empty for answers of one class or number
public record Cohort(String name, Measures measures, Map<Measure, Estimate> gaps, Optional<Anatomy> anatomy) {
    public Cohort {
        gaps = Collections.unmodifiableMap(new LinkedHashMap<>(gaps));
    }
}
