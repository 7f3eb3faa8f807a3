// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.request;

/// What a caller wants of the engine.
public enum Purpose {
    /// The experts' combined answer.
    ANSWER,
    /// The routing decisions alone: rows are encoded, scored and routed, and no expert runs.
    ROUTE
}
