// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.features.Features;
import dev.witan.training.step.Crew;
import dev.witan.training.trees.FoldedForest;
import dev.witan.training.trees.TreeGrower;
import dev.witan.training.trees.TreeGrowth;
import dev.witan.training.trees.TreeTraining;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Grows all experts of a mixture that are trees.
///
/// @param grown told of every forest that is grown
record TreePlanter(TreeGrower grower, Crew crew, Labels labels, Split split, long seed, TreeTraining.Listener grown) {
    /// The forests by the ids of their experts.
    Map<String, FoldedForest> grow(List<ExpertShape> shapes, Features features, int outputs) {
        List<ExpertShape.Trees> wanted = shapes.stream()
                .filter(ExpertShape.Trees.class::isInstance)
                .map(ExpertShape.Trees.class::cast)
                .toList();
        if (wanted.isEmpty()) {
            return Map.of();
        }
        List<TreeGrowth> growths = wanted.stream()
                .map(ExpertShape.Trees::growth)
                .map(growth -> growth.withSeed(growth.seed() + seed))
                .toList();
        List<FoldedForest> forests = new TreeTraining(
                        grower, crew, features, labels.target().kind(), outputs, labels.standardised(), grown)
                .grow(growths, split.training(), split.validation(), seed);
        Map<String, FoldedForest> byId = new HashMap<>();
        for (int i = 0; i < forests.size(); i++) {
            byId.put(wanted.get(i).id(), forests.get(i));
        }
        return byId;
    }
}
