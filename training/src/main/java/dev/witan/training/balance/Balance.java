// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

/// How training keeps every expert in use.
public enum Balance {
    /// A bias on the selection score, set so that every expert is chosen equally often; see [QuantileBalancing].
    QUANTILE(0),
    /// A bias on the selection score that goes a small step against each expert's load; see [SignBias].
    SIGN(1e-3),
    /// An additional loss on shares of rows and probabilities; see [SwitchLoss].
    SWITCH(1e-2),
    /// An additional loss on how the experts' weights vary; see [ImportanceLoss].
    IMPORTANCE(1e-2),
    /// That, and another one on how their loads would vary under new noise; see [LoadLoss].
    LOAD(1e-2),
    /// Nothing.
    NONE(0);

    private final double strength;

    Balance(double strength) {
        this.strength = strength;
    }

    /// The usual strength; 0 where there is none to be set.
    public double strength() {
        return strength;
    }

    /// Whether it moves a bias rather than the gate.
    public boolean isBias() {
        return this == QUANTILE || this == SIGN;
    }
}
