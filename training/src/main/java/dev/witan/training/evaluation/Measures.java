// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Estimate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that was measured of some rows.
///
/// @param rows how many they are
/// @param values by measure, the one that people ask for first
public record Measures(long rows, Map<Measure, Estimate> values) {
    public Measures {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// What was measured; [Estimate#NONE] if it was not.
    public Estimate of(Measure measure) {
        return values.getOrDefault(measure, Estimate.NONE);
    }

    /// The measure that people ask for first.
    public Measure headline() {
        return values.keySet().iterator().next();
    }
}
