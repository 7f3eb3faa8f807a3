// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Timings;
import dev.witan.engine.routing.RoutingPlan;

/// Told what happens in an engine, for metrics and traces. Called on lanes and on the threads of experts, once
/// per batch or request and never per row; an implementation must be thread-safe and quick. If it throws, the
/// event is lost and nothing else.
public interface EngineObserver {
    /// An observer that wants to know nothing.
    EngineObserver NONE = new EngineObserver() {};

    /// A request was refused at the door.
    default void rejected(ErrorCode code) {}

    /// A lane took a batch: `rows` rows, from `requests` requests.
    default void batchFormed(int requests, int rows) {}

    /// Rows of a batch are routed under what persons ordered.
    default void steered(int rows) {}

    /// Gate and router have planned a batch.
    default void gated(int rows, long nanos) {}

    /// Rows of one request were routed, as part of a batch, and are about to be sent to their experts.
    ///
    /// @param plan of the batch; not to be kept
    /// @param from the first of the request's rows in the plan
    default void planned(RequestContext context, RoutingPlan plan, int from, int rows) {}

    /// Experts had no room for all the rows of a batch that wanted them.
    ///
    /// @param overflowed how often a row took another expert instead
    /// @param shed how often it did with one expert fewer
    default void overCapacity(int overflowed, int shed) {}

    /// An expert answered one expert batch.
    default void expertAnswered(String expert, int rows, long nanos) {}

    /// An expert failed one expert batch.
    default void expertFailed(String expert, int rows, ErrorCode code) {}

    /// The answers of `rows` rows were combined.
    default void combined(int rows, long nanos) {}

    /// A batch has gone its whole way: it left its lane `nanos` after it was taken, some of its rows answered or
    /// not.
    default void batchEnded(int rows, long nanos) {}

    /// An admitted request was answered.
    default void answered(int rows, Timings timings, boolean degraded) {}

    /// An admitted request failed.
    default void failed(ErrorCode code, long nanos) {}

    /// A lane met a broken invariant; the requests that it had taken failed and the lane goes on.
    default void laneBroke(Throwable cause) {}
}
