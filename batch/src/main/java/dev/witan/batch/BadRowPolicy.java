// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

/// What happens with a row that cannot be read or answered.
public enum BadRowPolicy {
    /// The run stops there; it can be gone on with.
    FAIL,
    /// The row is written beside the answers, with the reason, and the run goes on.
    SKIP
}
