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
/// @param scoreLoss coefficient of the z-loss
public record StepSettings(int rowsMax, double dropout, TakenShares taken, Balance balance, double scoreLoss) {}
