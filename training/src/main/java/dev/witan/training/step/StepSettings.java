// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.training.balance.Balance;
import dev.witan.training.features.TakenShares;

/// How a batch is learned from.
///
/// @param rowsMax rows of the largest batch
/// @param dropout share of hidden values that are switched off
/// @param taken how much of the input is taken away
/// @param balance how experts are kept in use
/// @param balanceStrength weight of its loss, if it is one
/// @param scoreLoss coefficient of the z-loss
/// @param choice who chooses
/// @param gumbelTemperature of Gumbel noise on the scores that choose; 0 for none
public record StepSettings(
        int rowsMax,
        double dropout,
        TakenShares taken,
        Balance balance,
        double balanceStrength,
        double scoreLoss,
        Choice choice,
        double gumbelTemperature) {
    /// Each row has the best experts, and the balance is as strong as usual.
    public StepSettings(int rowsMax, double dropout, TakenShares taken, Balance balance, double scoreLoss) {
        this(rowsMax, dropout, taken, balance, balance.strength(), scoreLoss, Choice.ROWS, 0);
    }
}
