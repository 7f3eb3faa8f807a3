// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.server.http.Bodies;
import dev.witan.server.http.Pace;
import dev.witan.server.protocol.ReadLimits;
import java.time.Duration;

/// The bound on everything that the HTTP front reads or holds, checked when it is made.
///
/// @param bodyBytesMax bytes of one request body
/// @param bodiesBytesMax bytes of all bodies that are being read and all answers that are being taken at once, beyond
///     each one's first buffer; over gRPC as many again
/// @param headerBytesMax bytes of a request's line and headers
/// @param jsonDepthMax how deep arrays and objects may nest
/// @param textLengthMax characters of one JSON text, bytes of one binary text
/// @param tensorsMax inputs, and outputs, of one request
/// @param requestsMax inference requests in hand at once, being read, waiting or being answered; one more is refused
/// @param connectionsMax connections to the data plane; more wait to be accepted
/// @param idleMax how long a connection may be silent
/// @param headMax how long a request's line and headers may take, and a new connection may wait with its first ones
/// @param bytesPerSecondMin how fast a body must arrive and an answer be taken, on average and once `headMax` is over
/// @param inflationMax what one byte of a compressed body may become
public record ServerLimits(
        int bodyBytesMax,
        long bodiesBytesMax,
        int headerBytesMax,
        int jsonDepthMax,
        int textLengthMax,
        int tensorsMax,
        int requestsMax,
        int connectionsMax,
        Duration idleMax,
        Duration headMax,
        int bytesPerSecondMin,
        int inflationMax) {
    private static final int MIB = 1 << 20;

    public ServerLimits {
        requireBetween("bodyBytesMax", bodyBytesMax, 1, 1 << 30);
        requireBetween("bodiesBytesMax", bodiesBytesMax, bodyBytesMax, 1L << 40);
        requireBetween("headerBytesMax", headerBytesMax, 256, MIB);
        requireBetween("jsonDepthMax", jsonDepthMax, 5, 1000);
        requireBetween("textLengthMax", textLengthMax, 1, 1 << 30);
        requireBetween("tensorsMax", tensorsMax, 1, 1_000_000);
        requireBetween("requestsMax", requestsMax, 1, 1_000_000);
        requireBetween("connectionsMax", connectionsMax, 1, 1_000_000);
        requireBetween("idleMax, in milliseconds,", idleMax.toMillis(), 1, Integer.MAX_VALUE);
        requireBetween("headMax, in milliseconds,", headMax.toMillis(), 1, Integer.MAX_VALUE);
        requireBetween("bytesPerSecondMin", bytesPerSecondMin, 1, 1 << 30);
        requireBetween("inflationMax", inflationMax, 1, 10_000);
    }

    /// The bounds that hold where nothing else is said.
    public static ServerLimits defaults() {
        return new ServerLimits(
                32 * MIB,
                256L * MIB,
                16_384,
                32,
                65_536,
                1024,
                1024,
                10_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                1024,
                100);
    }

    /// The bounds on what is read from one request.
    ///
    /// @param rowsMax rows of the request, as its engine bounds them
    public ReadLimits read(int rowsMax) {
        return new ReadLimits(jsonDepthMax, textLengthMax, tensorsMax, rowsMax);
    }

    /// How fast bytes have to come and go.
    Pace pace() {
        return new Pace(headMax, bytesPerSecondMin);
    }

    /// What holds for request bodies.
    Bodies.Bounds bodies() {
        return new Bodies.Bounds(bodyBytesMax, bodiesBytesMax, inflationMax, pace());
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d: %d".formatted(name, least, most, value));
        }
    }
}
