// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Forest;
import dev.witan.training.trees.TreeRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A model as LightGBM writes it: sections of `key=value` lines, one for each tree, round by round and class by class.
final class ModelText {
    private static final int CATEGORICAL = 1;
    private static final int MISSING_TYPE = 0b1100;

    private final List<Map<String, String>> trees = new ArrayList<>();

    ModelText(String model) {
        Map<String, String> tree = new HashMap<>();
        for (String line : model.lines().toList()) {
            if (line.startsWith("Tree=")) {
                tree = new HashMap<>();
                trees.add(tree);
            } else if (line.equals("end of trees")) {
                break;
            }
            int equals = line.indexOf('=');
            if (equals > 0) {
                tree.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
    }

    /// The trees over the encoded rows that `rows` were taken from, class by class.
    Forest forest(TreeRows rows) {
        ForestBuilder forest = new ForestBuilder(rows.inputs(), rows.outputs());
        for (int output = 0; output < rows.outputs(); output++) {
            for (int i = output; i < trees.size(); i += rows.outputs()) {
                add(trees.get(i), output, rows, forest);
            }
        }
        return forest.build();
    }

    private static void add(Map<String, String> tree, int output, TreeRows rows, ForestBuilder forest) {
        forest.tree(output, numbers(tree, "leaf_value"));
        if (Integer.parseInt(tree.getOrDefault("num_leaves", "0")) == 1) {
            return;
        }
        double[] features = numbers(tree, "split_feature");
        double[] thresholds = numbers(tree, "threshold");
        double[] decisions = numbers(tree, "decision_type");
        double[] lefts = numbers(tree, "left_child");
        double[] rights = numbers(tree, "right_child");
        for (int node = 0; node < features.length; node++) {
            if (((int) decisions[node] & (CATEGORICAL | MISSING_TYPE)) != 0) {
                throw strange("decision_type " + decisions[node]);
            }
            forest.split(rows.column((int) features[node]), thresholds[node], (int) lefts[node], (int) rights[node]);
        }
    }

    private static double[] numbers(Map<String, String> tree, String key) {
        String text = tree.get(key);
        if (text == null) {
            throw strange("no " + key);
        }
        String[] words = text.isEmpty() ? new String[0] : text.split(" ", -1);
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    private static WitanException strange(String what) {
        return new WitanException(ErrorCode.INTERNAL, "LightGBM must write trees of plain comparisons: " + what);
    }
}
