// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import java.util.Objects;

/// What a person may say about how weights are found.
///
/// @param epochs passes over the table at most; 0 as it fits
/// @param patience epochs without a better validation figure after which training ends; 0 for a third of them
/// @param batchRows rows of a batch; 0 as it fits
/// @param learningRate highest step; 0 as it fits
/// @param schedule how the step goes down
/// @param weightDecay share of the weights that is taken off, times the step; negative as it fits
/// @param dropout share of hidden values that are switched off; negative as it fits
/// @param clip longest gradient, all numbers together; 0 for any
/// @param gateMomentum share of its former direction that the gate keeps in a step
/// @param turns steps in which either the gate or the rest learns, by turns; 0 has all learn at once
public record OptimiserOptions(
        int epochs,
        int patience,
        int batchRows,
        double learningRate,
        Schedule schedule,
        double weightDecay,
        double dropout,
        double clip,
        double gateMomentum,
        int turns) {
    /// As it fits.
    public static final OptimiserOptions DEFAULTS =
            new OptimiserOptions(0, 0, 0, 0, Schedule.COSINE, -1, -1, 0, 0.9, 0);

    public OptimiserOptions {
        Objects.requireNonNull(schedule);
        OptionRules.requireBetween("epochs", epochs, 0, 10_000);
        OptionRules.requireBetween("patience", patience, 0, 10_000);
        OptionRules.requireBetween("batchRows", batchRows, 0, 65_536);
        OptionRules.requireBetween("learningRate", learningRate, 0, 1);
        OptionRules.requireBetween("weightDecay", weightDecay, -1, 10);
        OptionRules.requireBetween("dropout", dropout, -1, 0.9);
        OptionRules.requireBetween("clip", clip, 0, 1e6);
        OptionRules.requireBetween("gateMomentum", gateMomentum, 0, 0.999);
        OptionRules.requireBetween("turns", turns, 0, 1_000_000);
    }
}
