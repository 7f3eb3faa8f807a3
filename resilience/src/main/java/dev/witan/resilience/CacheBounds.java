// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import java.time.Duration;
import java.util.Objects;

/// How much a mixture remembers; a cache of 0 bytes is off.
///
/// @param routingBytes of the scores of rows
/// @param similar whether a row takes the scores of one that is only like it
/// @param expertBytes of the outputs of experts
/// @param answerBytes of whole answers
/// @param answersLive for how long an answer is remembered
public record CacheBounds(
        long routingBytes, boolean similar, long expertBytes, long answerBytes, Duration answersLive) {
    public CacheBounds {
        Objects.requireNonNull(answersLive);
        if (routingBytes < 0 || expertBytes < 0 || answerBytes < 0) {
            throw new IllegalArgumentException("the bytes of a cache must not be negative: %d, %d, %d"
                    .formatted(routingBytes, expertBytes, answerBytes));
        }
    }

    /// Whether nothing is remembered.
    public boolean isOff() {
        return routingBytes == 0 && expertBytes == 0 && answerBytes == 0;
    }
}
