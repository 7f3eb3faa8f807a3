// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.step.Choice;
import dev.witan.training.step.Trial;
import java.util.Objects;

/// What a person may say about a gate.
///
/// @param hidden width of its hidden layer; 0 makes it linear
/// @param start what it knows before its training
/// @param groups into how many groups of neighbours it cuts the experts, to choose groups first; 0 for no groups
/// @param groupsChosen how many of them a row looks into; 0 for two
/// @param trial how rows come to experts that are not the best, in training
/// @param temperature by how much a Gumbel draw is flatter than the gate's probabilities
/// @param choice who chooses in training
public record GateOptions(
        int hidden, GateStart start, int groups, int groupsChosen, Trial trial, double temperature, Choice choice) {
    /// A linear gate that starts with the table's regimes and chooses the best.
    public static final GateOptions DEFAULTS = new GateOptions(0, GateStart.REGIMES, 0, 0, Trial.NONE, 1, Choice.ROWS);

    public GateOptions {
        Objects.requireNonNull(start);
        Objects.requireNonNull(trial);
        Objects.requireNonNull(choice);
        OptionRules.requireBetween("gateHidden", hidden, 0, 8192);
        OptionRules.requireBetween("groups", groups, groups == 0 ? 0 : 2, TrainingOptions.EXPERTS_MAX);
        OptionRules.requireBetween("groupsChosen", groupsChosen, 0, Math.max(groups, 0));
        OptionRules.requireBetween("temperature", temperature, 0.01, 100);
        OptionRules.require(
                groups == 0 || hidden == 0,
                "a gate over groups is linear: a hidden layer (gateHidden %d) does not go with %d groups"
                        .formatted(hidden, groups));
        OptionRules.require(
                groups == 0 || trial != Trial.NOISE,
                "learned noise is for a linear gate or one with a hidden layer: it does not go with %d groups;"
                                .formatted(groups)
                        + " explore with gumbel instead");
        OptionRules.require(
                choice == Choice.ROWS || (trial == Trial.NONE && groups == 0),
                "where experts choose their rows, there is nothing to explore and there are no groups:"
                        + " leave one of them out");
        OptionRules.require(
                trial == Trial.GUMBEL || temperature == 1,
                "the temperature is that of Gumbel draws: explore with gumbel, or leave the temperature out");
    }

    /// How many groups a row looks into; 0 without groups.
    int looksInto() {
        return groups == 0 ? 0 : groupsChosen == 0 ? Math.min(2, groups) : groupsChosen;
    }
}
