// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

/// How the optimizer's step goes down over a training.
public enum Schedule {
    /// In half a cosine, from epoch to epoch a little.
    COSINE,
    /// By half whenever some epochs brought nothing better on the validation rows.
    PLATEAU
}
