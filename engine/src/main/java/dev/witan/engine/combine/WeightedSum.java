// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The weighted sum of the experts' outputs, added in the order of their ranks, so that the bits depend on nothing
/// else. Where an expert failed, the weights of the others are renormalised; where these are all zero, too small to
/// be numbers, the best of the others has all the weight.
public final class WeightedSum implements Combiner {
    /// The rule has no parameters.
    public WeightedSum() {}

    @Override
    public Coverage combine(
            Kernels kernels,
            RoutingPlan plan,
            Dispatcher dispatcher,
            ExpertAnswers answers,
            int row,
            FloatMatrix combined) {
        int asked = 0;
        int answered = 0;
        float weightSum = 0;
        for (int rank = 0; rank < plan.fanOut() && plan.chosen(row, rank) != RoutingPlan.NONE; rank++) {
            asked++;
            if (answers.isAnswered(dispatcher.batchOf(row, rank))) {
                answered++;
                weightSum += plan.weight(row, rank);
            }
        }
        if (answered == 0) {
            return Coverage.NONE;
        }
        float weightOfAll = answered == asked ? 1f : weightSum;
        add(kernels, plan, dispatcher, answers, row, weightOfAll, combined);
        if (!isFinite(combined, row)) {
            return Coverage.NOT_FINITE;
        }
        return answered == asked ? Coverage.COMPLETE : Coverage.PARTIAL;
    }

    private static void add(
            Kernels kernels,
            RoutingPlan plan,
            Dispatcher dispatcher,
            ExpertAnswers answers,
            int row,
            float weightOfAll,
            FloatMatrix combined) {
        boolean bestHasAll = weightOfAll == 0;
        for (int column = 0; column < combined.columns(); column++) {
            combined.set(row, column, 0f);
        }
        for (int rank = 0; rank < plan.fanOut() && plan.chosen(row, rank) != RoutingPlan.NONE; rank++) {
            if (answers.isAnswered(dispatcher.batchOf(row, rank))) {
                int position = dispatcher.position(row, rank);
                float weight = bestHasAll ? 1f : plan.weight(row, rank) / weightOfAll;
                kernels.addScaled(dispatcher.outputs(), position, weight, combined, row);
                if (bestHasAll) {
                    return;
                }
            }
        }
    }

    private static boolean isFinite(FloatMatrix combined, int row) {
        for (int column = 0; column < combined.columns(); column++) {
            if (!Float.isFinite(combined.get(row, column))) {
                return false;
            }
        }
        return true;
    }
}
