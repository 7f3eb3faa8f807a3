// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.export;

import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.Splits;
import dev.witan.experts.onnx.graph.Attributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/// Trees as the one operator that the standard has for them. Each tree's nodes are numbered as they are visited, the
/// root first.
final class ForestExport {
    private final Splits splits;
    private final float[] leafValues;
    private final LongStream.Builder trees = LongStream.builder();
    private final LongStream.Builder nodes = LongStream.builder();
    private final LongStream.Builder features = LongStream.builder();
    private final LongStream.Builder lefts = LongStream.builder();
    private final LongStream.Builder rights = LongStream.builder();
    private final LongStream.Builder leafTrees = LongStream.builder();
    private final LongStream.Builder leafNodes = LongStream.builder();
    private final LongStream.Builder leafOutputs = LongStream.builder();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Float> leaves = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();

    private ForestExport(Forest forest) {
        this.splits = forest.splits();
        this.leafValues = forest.leaves();
    }

    static byte[] bytes(String name, Forest forest) {
        GraphBuilder graph = new GraphBuilder(name, forest.inputs(), forest.outputs());
        if (forest.trees() == 0) {
            String zeros =
                    graph.tensor(new float[forest.inputs() * forest.outputs()], forest.inputs(), forest.outputs());
            String base = graph.tensor(forest.base(), forest.outputs());
            return graph.bytes(graph.node("Gemm", GraphBuilder.IN, zeros, base));
        }
        ForestExport export = new ForestExport(forest);
        int[] roots = forest.roots();
        int[] outputs = forest.outputsOfTrees();
        for (int tree = 0; tree < roots.length; tree++) {
            export.add(tree, roots[tree], outputs[tree]);
        }
        return graph.bytes(graph.classical("TreeEnsembleRegressor", export.attributes(forest.base()), GraphBuilder.IN));
    }

    /// A place of the forest that waits for its number to be used: the number was given when its parent was visited.
    private record Waiting(int place, int number) {}

    private void add(int tree, int root, int output) {
        Deque<Waiting> waiting = new ArrayDeque<>();
        waiting.add(new Waiting(root, 0));
        int count = 1;
        while (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            trees.add(tree);
            nodes.add(next.number());
            if (next.place() < 0) {
                leaf(tree, next, output);
            } else {
                features.add(splits.feature(next.place()));
                thresholds.add(splits.threshold(next.place()));
                modes.add("BRANCH_LEQ");
                lefts.add(count);
                waiting.add(new Waiting(splits.left(next.place()), count++));
                rights.add(count);
                waiting.add(new Waiting(splits.right(next.place()), count++));
            }
        }
    }

    private void leaf(int tree, Waiting leaf, int output) {
        features.add(0);
        thresholds.add(0f);
        modes.add("LEAF");
        lefts.add(0);
        rights.add(0);
        leafTrees.add(tree);
        leafNodes.add(leaf.number());
        leafOutputs.add(output);
        leaves.add(leafValues[~leaf.place()]);
    }

    private Attributes attributes(float[] base) {
        long[] ids = trees.build().toArray();
        return new Attributes()
                .number("n_targets", base.length)
                .text("aggregate_function", "SUM")
                .text("post_transform", "NONE")
                .reals("base_values", base)
                .numbers("nodes_treeids", ids)
                .numbers("nodes_nodeids", nodes.build().toArray())
                .numbers("nodes_featureids", features.build().toArray())
                .reals("nodes_values", floats(thresholds))
                .texts("nodes_modes", modes)
                .numbers("nodes_truenodeids", lefts.build().toArray())
                .numbers("nodes_falsenodeids", rights.build().toArray())
                .numbers("nodes_missing_value_tracks_true", new long[ids.length])
                .numbers("target_treeids", leafTrees.build().toArray())
                .numbers("target_nodeids", leafNodes.build().toArray())
                .numbers("target_ids", leafOutputs.build().toArray())
                .reals("target_weights", floats(leaves));
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
