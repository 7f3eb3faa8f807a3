// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;

/// The order in which rows compete for an expert: who claims it most goes first. Equal claims go by a hash of the row's
/// bits, then by the seed of the row, so that where a row stands in the batch decides nothing between rows that differ.
final class Claims {
    private Claims() {}

    /// Sorts the first `count` of the scratch's rows by their claim at a rank, in place.
    static void sort(RowBatch batch, RoutingPlan plan, int rank, int count) {
        int[] order = plan.scratch().order;
        for (int node = count / 2 - 1; node >= 0; node--) {
            sink(batch, plan, rank, node, count);
        }
        for (int last = count - 1; last > 0; last--) {
            int latest = order[0];
            order[0] = order[last];
            order[last] = latest;
            sink(batch, plan, rank, 0, last);
        }
    }

    /// Moves a node of the heap, whose root comes last, down to where it belongs.
    private static void sink(RowBatch batch, RoutingPlan plan, int rank, int node, int count) {
        int[] order = plan.scratch().order;
        int row = order[node];
        int at = node;
        for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
            if (child + 1 < count && isLater(batch, plan, rank, order[child + 1], order[child])) {
                child++;
            }
            if (!isLater(batch, plan, rank, order[child], row)) {
                break;
            }
            order[at] = order[child];
            at = child;
        }
        order[at] = row;
    }

    private static boolean isLater(RowBatch batch, RoutingPlan plan, int rank, int row, int other) {
        RoutingScratch scratch = plan.scratch();
        float claim = scratch.claims[row * plan.fanOut() + rank];
        float than = scratch.claims[other * plan.fanOut() + rank];
        if (claim != than) {
            return claim < than;
        }
        if (scratch.hashes[row] != scratch.hashes[other]) {
            return scratch.hashes[row] > scratch.hashes[other];
        }
        return batch.seed(row) == batch.seed(other) ? row > other : batch.seed(row) > batch.seed(other);
    }
}
