// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import java.time.Duration;

/// The bound on everything that an engine holds or waits for, checked when it is made.
///
/// @param queueRequestsMax requests that may wait for a lane; one more is refused
/// @param queueRowsMax rows that may wait for a lane
/// @param requestRowsMax rows of one request
/// @param explainedRowsMax rows of one request that asks for its decisions, which take far more room than answers
/// @param batchRowsMax rows that a lane takes at once
/// @param batchesInFlightMax batches that a lane may have on their way where experts run beside it (pipelined)
/// @param pendingRowsMax rows that may wait for experts that are not local; one more does without them
/// @param lanes threads that batch, gate, route and combine
/// @param computeThreads threads that run local experts, the submitting lane included
/// @param tileRows rows of one expert that one compute thread takes at once, when a batch is worth sharing out
/// @param sharedWorkMin multiply-adds of a batch below which a lane computes alone: handing over costs more
/// @param deadlineDefault how long a request may take that does not say
/// @param deadlineMax how long any request may take
/// @param drainMax how long a shutdown waits for admitted requests
public record Limits(
        int queueRequestsMax,
        int queueRowsMax,
        int requestRowsMax,
        int explainedRowsMax,
        int batchRowsMax,
        int batchesInFlightMax,
        int pendingRowsMax,
        int lanes,
        int computeThreads,
        int tileRows,
        long sharedWorkMin,
        Duration deadlineDefault,
        Duration deadlineMax,
        Duration drainMax) {
    private static final int PENDING_ROWS_MAX = 65_536;
    private static final Duration LONGEST = Duration.ofDays(1);

    public Limits {
        requireBetween("queueRequestsMax", queueRequestsMax, 1, 1_000_000);
        requireBetween("requestRowsMax", requestRowsMax, 1, 10_000_000);
        requireBetween("explainedRowsMax", explainedRowsMax, 1, 10_000_000);
        requireBetween("queueRowsMax", queueRowsMax, requestRowsMax, 100_000_000);
        requireBetween("batchRowsMax", batchRowsMax, 1, 65_536);
        requireBetween("batchesInFlightMax", batchesInFlightMax, 1, 1024);
        requireBetween("pendingRowsMax", pendingRowsMax, 1, 10_000_000);
        requireBetween("lanes", lanes, 1, 256);
        requireBetween("computeThreads", computeThreads, 1, 1024);
        requireBetween("tileRows", tileRows, 1, 65_536);
        requireBetween("sharedWorkMin", sharedWorkMin, 0, Long.MAX_VALUE);
        requireDuration("deadlineDefault", deadlineDefault);
        requireDuration("deadlineMax", deadlineMax);
        requireDuration("drainMax", drainMax);
        if (deadlineDefault.compareTo(deadlineMax) > 0) {
            throw new IllegalArgumentException(
                    "deadlineDefault must not exceed deadlineMax, %s: %s".formatted(deadlineMax, deadlineDefault));
        }
    }

    /// With the usual bound on the rows that wait for experts that are not local.
    public Limits(
            int queueRequestsMax,
            int queueRowsMax,
            int requestRowsMax,
            int explainedRowsMax,
            int batchRowsMax,
            int batchesInFlightMax,
            int lanes,
            int computeThreads,
            int tileRows,
            long sharedWorkMin,
            Duration deadlineDefault,
            Duration deadlineMax,
            Duration drainMax) {
        this(
                queueRequestsMax,
                queueRowsMax,
                requestRowsMax,
                explainedRowsMax,
                batchRowsMax,
                batchesInFlightMax,
                PENDING_ROWS_MAX,
                lanes,
                computeThreads,
                tileRows,
                sharedWorkMin,
                deadlineDefault,
                deadlineMax,
                drainMax);
    }

    /// The bounds that hold where nothing else is said, for this machine.
    public static Limits defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Limits(
                1024,
                65_536,
                16_384,
                256,
                256,
                4,
                PENDING_ROWS_MAX,
                1,
                cores,
                48,
                2_000_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20));
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d: %d".formatted(name, least, most, value));
        }
    }

    private static void requireDuration(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s must be positive and at most %s: %s".formatted(name, LONGEST, value));
        }
    }
}
