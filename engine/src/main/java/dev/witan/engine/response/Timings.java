// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

/// Where the time of an answer went; the stages of the batch that its last row was in.
///
/// @param waitNanos from admission until the batch was formed, encoding included
/// @param gateNanos scoring and routing
/// @param expertsNanos dispatch, until the last expert of the row's batch ended
/// @param totalNanos from admission to the answer
public record Timings(long waitNanos, long gateNanos, long expertsNanos, long totalNanos) {}
