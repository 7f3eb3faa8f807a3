// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

/// What a host answers for under a name of its own.
public enum Exposure {
    /// Mixtures.
    MIXTURES,
    /// Mixtures, and their experts one by one, as `<mixture>.<expert>`.
    EXPERTS
}
