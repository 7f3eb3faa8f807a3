// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

/// Who chooses in training. In serving each row chooses its experts, since it must not depend on others.
public enum Choice {
    /// Each row the experts with the highest scores.
    ROWS,
    /// Each expert the rows that it scores highest among all of the batch; see [ExpertChoice].
    EXPERTS
}
