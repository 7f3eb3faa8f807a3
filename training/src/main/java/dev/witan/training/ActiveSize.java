// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.report.RoutingReport;
import dev.witan.training.step.TrainableExpert;
import dev.witan.training.step.TrainableMixture;
import java.util.List;

/// Counts parameters, and finds the dense network that has as many as a row of a mixture meets.
final class ActiveSize {
    private static final int WIDTH_MAX = 4096;

    private ActiveSize() {}

    /// The gate's parameters and those of the experts that a row meets on average, each once where several tasks share
    /// all of them.
    static long of(TrainableMixture mixture, RoutingReport routing) {
        double experts = 0;
        for (RoutingReport.ExpertLoad load : routing.experts()) {
            experts += routing.fanOut() * load.share() * load.parameters();
        }
        int tasks = Math.max(1, mixture.towers().size());
        long towers =
                mixture.towers().stream().mapToLong(TrainableNetwork::size).sum();
        long met = (mixture.isGated() ? mixture.gate().size() : 0) + towers + Math.round(tasks * experts);
        return tasks == 1 ? met : Math.min(met, all(mixture));
    }

    /// All parameters but the encoder's.
    static long all(TrainableMixture mixture) {
        return mixture.gate().size()
                + mixture.experts().stream().mapToLong(TrainableExpert::size).sum()
                + mixture.towers().stream().mapToLong(TrainableNetwork::size).sum();
    }

    /// The hidden widths of `like`, all scaled alike, that come nearest to `size` parameters.
    static List<Integer> dense(List<Integer> like, int inputs, int outputs, long size) {
        if (like.isEmpty()) {
            return like;
        }
        List<Integer> best = like;
        for (int width = 1; width <= WIDTH_MAX; width++) {
            double scale = (double) width / like.getFirst();
            List<Integer> widths = like.stream()
                    .map(hidden -> (int) Math.max(1, Math.round(hidden * scale)))
                    .toList();
            if (Math.abs(size(widths, inputs, outputs) - size) < Math.abs(size(best, inputs, outputs) - size)) {
                best = widths;
            }
        }
        return best;
    }

    /// Of a network.
    ///
    /// @param hidden widths of its hidden layers
    static long size(List<Integer> hidden, int inputs, int outputs) {
        long size = 0;
        int width = inputs;
        for (int next : hidden) {
            size += (width + 1L) * next;
            width = next;
        }
        return size + (width + 1L) * outputs;
    }
}
