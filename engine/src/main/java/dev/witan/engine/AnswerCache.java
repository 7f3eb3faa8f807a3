// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

/// Remembers combined rows at the door of an engine, so that a request whose rows are all known is answered at
/// once. It is asked and told only where the same row gets the same bits again: never for explained requests, under
/// live load, or of answers that are degraded or drawn at random. Thread-safe.
public interface AnswerCache {
    /// Remembers nothing.
    AnswerCache OFF = new AnswerCache() {};

    /// What an answer depends on beside its row and its release.
    ///
    /// @param guidance the key of the guidance under which it was routed
    /// @param fanOut what the request asked for; 0 for the mixture's own
    record Rules(String guidance, int fanOut) {}

    /// Whether it remembers anything at all.
    default boolean isOn() {
        return false;
    }

    /// Writes the combined rows of a request if all of them are known, and answers whether so; what it has written
    /// else means nothing.
    ///
    /// @param encoded the request's `rows` rows, side by side
    /// @param combined where its combined rows belong, side by side
    default boolean recall(Rules rules, float[] encoded, int rows, float[] combined) {
        return false;
    }

    /// Remembers the combined rows of a request, of which it keeps a copy.
    default void keep(Rules rules, float[] encoded, int rows, float[] combined) {}
}
