// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import java.time.Duration;

/// The bound on everything that a call of an upstream may take, checked when it is made.
///
/// @param connectMax until a connection is there
/// @param firstEventMax from the call to the first event of a streamed answer
/// @param idleMax between two parts of a streamed answer
/// @param wholeMax from the call to the whole of an answer that is not streamed
/// @param streamMax from the call to the end of a streamed answer
/// @param answerBytesMax bytes of an answer that is not streamed, and of an error
/// @param eventBytesMax bytes of one event of a streamed answer
/// @param callsMax calls of one expert at once; one more is refused
public record ChatLimits(
        Duration connectMax,
        Duration firstEventMax,
        Duration idleMax,
        Duration wholeMax,
        Duration streamMax,
        int answerBytesMax,
        int eventBytesMax,
        int callsMax) {
    private static final int MIB = 1 << 20;

    public ChatLimits {
        requirePositive("connectMax", connectMax);
        requirePositive("firstEventMax", firstEventMax);
        requirePositive("idleMax", idleMax);
        requirePositive("wholeMax", wholeMax);
        requirePositive("streamMax", streamMax);
        requireBetween("answerBytesMax", answerBytesMax, 1024, 1 << 30);
        requireBetween("eventBytesMax", eventBytesMax, 1024, 1 << 30);
        requireBetween("callsMax", callsMax, 1, 1_000_000);
    }

    /// The bounds that hold where nothing else is said. Models think before they speak, so that they are generous.
    public static ChatLimits defaults() {
        return new ChatLimits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                16 * MIB,
                MIB,
                256);
    }

    /// The defaults with what a mixture says of an expert.
    ///
    /// @param timeout from a call to the end of its answer, streamed or not
    public ChatLimits with(Duration timeout, int calls) {
        Duration first = firstEventMax.compareTo(timeout) < 0 ? firstEventMax : timeout;
        return new ChatLimits(connectMax, first, idleMax, timeout, timeout, answerBytesMax, eventBytesMax, calls);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("%s must be positive: %s".formatted(name, value));
        }
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d: %d".formatted(name, least, most, value));
        }
    }
}
