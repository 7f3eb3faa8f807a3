// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// In which order the experts of a batch run.
public record ExecutionConfig(Strategy strategy) {

    /// All at once.
    public static final ExecutionConfig PARALLEL = new ExecutionConfig(Strategy.PARALLEL);

    /// The order.
    public enum Strategy {
        /// Experts and parts of their rows side by side, over all compute threads.
        PARALLEL,
        /// Expert by expert over everything that waits.
        SEQUENTIAL,
        /// Routing, execution and combination of successive batches at the same time.
        PIPELINED
    }
}
