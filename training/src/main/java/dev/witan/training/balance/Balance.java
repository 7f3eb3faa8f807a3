// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

/// How training keeps every expert in use.
public enum Balance {
    /// A bias on the selection score, set so that every expert is chosen equally often; see [QuantileBalancing].
    QUANTILE,
    /// An additional loss; see [SwitchLoss].
    SWITCH,
    /// Nothing.
    NONE
}
