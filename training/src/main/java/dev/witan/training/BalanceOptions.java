// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.balance.Balance;
import org.jspecify.annotations.Nullable;

/// What a person may say about how experts are kept in use.
///
/// @param way to do it; `null` as it fits the gate
/// @param strength of a loss beside the task's, or the step of a bias; 0 as usual for the way
/// @param scoreLoss coefficient of the loss that keeps the gate's scores small
public record BalanceOptions(@Nullable Balance way, double strength, double scoreLoss) {
    /// The usual way, and scores that are kept small a little.
    public static final BalanceOptions DEFAULTS = new BalanceOptions(null, 0, 1e-4);

    public BalanceOptions {
        OptionRules.requireBetween("scoreLoss", scoreLoss, 0, 1);
        OptionRules.requireBetween("balanceStrength", strength, 0, 10);
        OptionRules.require(
                strength == 0 || way == null || way.strength() > 0,
                "balance '%s' has no strength that could be set: %s".formatted(way, strength));
    }

    /// The way that suits a gate, and its strength.
    Balance way(GateOptions gate) {
        if (way != null) {
            return way;
        }
        return switch (gate.trial()) {
            case NOISE -> Balance.LOAD;
            case NONE, GUMBEL -> gate.groups() > 0 ? Balance.SWITCH : Balance.QUANTILE;
        };
    }

    double strength(GateOptions gate) {
        return strength > 0 ? strength : way(gate).strength();
    }
}
