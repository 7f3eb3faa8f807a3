// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

/// Where the time of an answer went; from the gate on, the stages of the batch that its last row was in.
///
/// @param encodeNanos turning the request's columns into rows
/// @param waitNanos from then until the batch was formed
/// @param gateNanos scoring, routing and dispatch
/// @param expertsNanos until the last expert of the request's rows had ended
/// @param combineNanos combining its rows of the batch
/// @param totalNanos from admission to the answer
/// @param slowestExpertNanos how long the expert took that took longest over any of its rows; what remains of
///        the total is what serving costs
public record Timings(
        long encodeNanos,
        long waitNanos,
        long gateNanos,
        long expertsNanos,
        long combineNanos,
        long totalNanos,
        long slowestExpertNanos) {}
