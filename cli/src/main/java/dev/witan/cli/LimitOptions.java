// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Limits;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.server.ServerLimits;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The bounds that somebody who runs a server may want to move; what is not given keeps its default.
final class LimitOptions {
    @Option(names = "--lanes", paramLabel = "N", description = "Threads that batch, gate, route and combine.")
    private @Nullable Integer lanes;

    @Option(names = "--compute-threads", paramLabel = "N", description = "Threads that run experts, for each mixture.")
    private @Nullable Integer computeThreads;

    @Option(names = "--queue-requests-max", paramLabel = "N", description = "Requests that may wait for a lane.")
    private @Nullable Integer queueRequestsMax;

    @Option(names = "--queue-rows-max", paramLabel = "N", description = "Rows that may wait for a lane.")
    private @Nullable Integer queueRowsMax;

    @Option(names = "--request-rows-max", paramLabel = "N", description = "Rows of one request.")
    private @Nullable Integer requestRowsMax;

    @Option(names = "--batch-rows-max", paramLabel = "N", description = "Rows that a lane takes at once.")
    private @Nullable Integer batchRowsMax;

    @Option(
            names = "--pending-rows-max",
            paramLabel = "N",
            description = "Rows that may wait for experts that are not local; one more does without them.")
    private @Nullable Integer pendingRowsMax;

    @Option(
            names = "--deadline-default-millis",
            paramLabel = "MS",
            description = "How long a request may take that does not say.")
    private @Nullable Long deadlineDefaultMillis;

    @Option(names = "--deadline-max-millis", paramLabel = "MS", description = "How long any request may take.")
    private @Nullable Long deadlineMaxMillis;

    @Option(
            names = "--drain-max-millis",
            paramLabel = "MS",
            description = "How long a shutdown waits for admitted requests.")
    private @Nullable Long drainMaxMillis;

    @Option(names = "--body-bytes-max", paramLabel = "BYTES", description = "Size of one request body.")
    private @Nullable Integer bodyBytesMax;

    @Option(
            names = "--requests-max",
            paramLabel = "N",
            description = "Requests in hand at once; more are answered 429.")
    private @Nullable Integer requestsMax;

    @Option(names = "--connections-max", paramLabel = "N", description = "Connections to the data plane.")
    private @Nullable Integer connectionsMax;

    @Option(
            names = "--idle-max-millis",
            paramLabel = "MS",
            description = "How long a connection may be silent between requests, or within a body.")
    private @Nullable Long idleMaxMillis;

    @Option(
            names = "--head-max-millis",
            paramLabel = "MS",
            description = "How long a request's line and headers may take to arrive.")
    private @Nullable Long headMaxMillis;

    @Option(
            names = "--bytes-per-second-min",
            paramLabel = "N",
            description = "How fast a body must arrive and an answer be taken, once headMax is over.")
    private @Nullable Integer bytesPerSecondMin;

    @Option(
            names = "--inflation-max",
            paramLabel = "N",
            description = "Bytes that one byte of a compressed body may become.")
    private @Nullable Integer inflationMax;

    /// A default gives way where a bound that was given would contradict it.
    Limits engine() {
        Limits standard = Limits.defaults();
        int requestRows = or(requestRowsMax, standard.requestRowsMax());
        Duration deadlineMax = millis(deadlineMaxMillis, standard.deadlineMax());
        return checked(() -> new Limits(
                or(queueRequestsMax, standard.queueRequestsMax()),
                or(queueRowsMax, Math.max(standard.queueRowsMax(), requestRows)),
                requestRows,
                standard.explainedRowsMax(),
                or(batchRowsMax, standard.batchRowsMax()),
                standard.batchesInFlightMax(),
                or(pendingRowsMax, standard.pendingRowsMax()),
                or(lanes, standard.lanes()),
                or(computeThreads, standard.computeThreads()),
                standard.tileRows(),
                standard.sharedWorkMin(),
                millis(deadlineDefaultMillis, shorter(standard.deadlineDefault(), deadlineMax)),
                deadlineMax,
                millis(drainMaxMillis, standard.drainMax())));
    }

    ServerLimits server() {
        ServerLimits standard = ServerLimits.defaults();
        return checked(() -> new ServerLimits(
                or(bodyBytesMax, standard.bodyBytesMax()),
                Math.max(standard.bodiesBytesMax(), or(bodyBytesMax, 0)),
                standard.headerBytesMax(),
                standard.jsonDepthMax(),
                standard.textLengthMax(),
                standard.tensorsMax(),
                or(requestsMax, standard.requestsMax()),
                or(connectionsMax, standard.connectionsMax()),
                millis(idleMaxMillis, standard.idleMax()),
                millis(headMaxMillis, standard.headMax()),
                or(bytesPerSecondMin, standard.bytesPerSecondMin()),
                or(inflationMax, standard.inflationMax())));
    }

    private interface Made<T> {
        T make();
    }

    private static <T> T checked(Made<T> limits) {
        try {
            return limits.make();
        } catch (IllegalArgumentException e) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, Objects.requireNonNull(e.getMessage()), e);
        }
    }

    private static int or(@Nullable Integer given, int standard) {
        return Objects.requireNonNullElse(given, standard);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration millis(@Nullable Long given, Duration standard) {
        return given == null ? standard : Duration.ofMillis(given);
    }
}
