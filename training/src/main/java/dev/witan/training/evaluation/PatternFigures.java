// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.List;

/// How good the answers of one set of experts are.
///
/// @param experts their ids, in the gate's order; none for all sets that are too rare to be shown
/// @param measures of the rows that went to all of them and to no other
public record PatternFigures(List<String> experts, Measures measures) {
    public PatternFigures {
        experts = List.copyOf(experts);
    }
}
