// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

/// How binding a rule is.
public enum Level {
    /// The protocol, or the standard that it stands on, demands it: one failure makes a server non-conforming.
    MUST,
    /// Clients count on it, and nothing that is written demands it.
    SHOULD,
    /// It binds those who announce the extension that it belongs to.
    EXTENSION
}
