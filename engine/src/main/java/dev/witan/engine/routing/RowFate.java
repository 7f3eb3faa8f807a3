// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

/// What became of a row on its way through the router.
public enum RowFate {
    /// It has one expert or more.
    ROUTED,
    /// A score is not a number, or infinite: any choice would be arbitrary.
    NOT_A_NUMBER,
    /// No expert is permitted to see it.
    NONE_PERMITTED,
    /// Every expert that it would go to is full.
    NO_ROOM,
    /// A person sends it straight to the fallback.
    FALLS_BACK
}
