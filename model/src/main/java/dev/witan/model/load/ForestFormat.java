// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.Splits;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A [Forest] as tensors: `base` by output, `trees.output` and `trees.root` by tree, `nodes.feature`,
/// `nodes.threshold`, `nodes.left` and `nodes.right` by node, and `leaves`. A row goes left where its value is at most
/// the threshold. A place is a node's index, or `-1 - i` for leaf `i`.
final class ForestFormat {
    static final Map<String, String> METADATA = Map.of("format", PartNames.TREES_FORMAT);

    private static final String BASE = "base";
    private static final String OUTPUT = "trees.output";
    private static final String ROOT = "trees.root";
    private static final String FEATURE = "nodes.feature";
    private static final String THRESHOLD = "nodes.threshold";
    private static final String LEFT = "nodes.left";
    private static final String RIGHT = "nodes.right";
    private static final String LEAVES = "leaves";
    private static final Set<String> NAMES = Set.of(BASE, OUTPUT, ROOT, FEATURE, THRESHOLD, LEFT, RIGHT, LEAVES);

    private ForestFormat() {}

    static List<Tensor> tensors(Forest forest) {
        Splits splits = forest.splits();
        int nodes = splits.count();
        int[] features = new int[nodes];
        float[] thresholds = new float[nodes];
        int[] lefts = new int[nodes];
        int[] rights = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            features[node] = splits.feature(node);
            thresholds[node] = splits.threshold(node);
            lefts[node] = splits.left(node);
            rights[node] = splits.right(node);
        }
        return List.of(
                Tensor.of(BASE, forest.base(), forest.outputs()),
                Tensor.of(OUTPUT, forest.outputsOfTrees(), forest.trees()),
                Tensor.of(ROOT, forest.roots(), forest.trees()),
                Tensor.of(FEATURE, features, nodes),
                Tensor.of(THRESHOLD, thresholds, nodes),
                Tensor.of(LEFT, lefts, nodes),
                Tensor.of(RIGHT, rights, nodes),
                Tensor.of(LEAVES, forest.leaves(), forest.leaves().length));
    }

    /// The forest over rows of a width, in memory of its own; the file may be closed afterwards.
    static Forest read(String source, SafetensorsFile file, int inputs, int outputs) {
        NetworkFormat.requireMetadata(source, file, METADATA);
        file.requireOnly(NAMES);
        try {
            return new Forest(
                    inputs,
                    file.tensor(BASE, TensorType.F32, outputs).toFloats(),
                    ints(source, file, OUTPUT),
                    ints(source, file, ROOT),
                    new Splits(
                            ints(source, file, FEATURE),
                            row(source, file.tensor(THRESHOLD, TensorType.F32)).toFloats(),
                            ints(source, file, LEFT),
                            ints(source, file, RIGHT)),
                    row(source, file.tensor(LEAVES, TensorType.F32)).toFloats());
        } catch (IllegalArgumentException e) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, source + ": " + e.getMessage(), e);
        }
    }

    private static int[] ints(String source, SafetensorsFile file, String name) {
        return row(source, file.tensor(name, TensorType.I32)).toInts();
    }

    private static Tensor row(String source, Tensor tensor) {
        if (tensor.shape().size() != 1 || tensor.elements() > Forest.NODES_MAX) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: tensor '%s': shape must be one number, at most %d: %s"
                            .formatted(source, tensor.name(), Forest.NODES_MAX, tensor.shape()));
        }
        return tensor;
    }
}
