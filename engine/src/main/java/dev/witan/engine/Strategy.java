// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

/// How a lane has the local experts of a batch run. Every strategy gives the same bits.
public enum Strategy {
    /// All experts at once: their rows are cut into small portions, and lane and compute threads claim one after
    /// another until none is left, so that skew leaves no core idle. The usual one.
    PARALLEL,
    /// Expert by expert, every thread within the same one, so that its weights are read once and stay in the cache.
    /// For large batches, where throughput counts and latency does not.
    SEQUENTIAL,
    /// As parallel, but on the other compute threads while the lane already routes the next batch; the lane
    /// helps them once it has no room for another. Pays when routing or combining takes long beside the
    /// experts; costs a hand-over per batch. With one compute thread nobody is left to hand over to, and the
    /// lane computes itself.
    PIPELINED
}
