// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import java.util.ArrayList;
import java.util.List;

/// Joins classes into groups, the two nearest at a time, by their mean likeness, as long as no group gets much larger
/// than its share. Ties go to the first.
final class ClassGroups {
    /// How many classes a group may have beyond its share.
    private static final int ROOM = 1;

    private final double[][] likeness;

    /// @param likeness of each two classes
    ClassGroups(double[][] likeness) {
        this.likeness = likeness;
    }

    /// So many groups, which together have every class once.
    List<List<Integer>> joined(int count) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int label = 0; label < likeness.length; label++) {
            groups.add(new ArrayList<>(List.of(label)));
        }
        int most = (likeness.length + count - 1) / count + ROOM;
        while (groups.size() > count) {
            if (!joinNearest(groups, most)) {
                most++;
            }
        }
        return groups;
    }

    private boolean joinNearest(List<List<Integer>> groups, int most) {
        int left = -1;
        int right = -1;
        double nearest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                boolean fits = groups.get(i).size() + groups.get(j).size() <= most;
                if (fits && mean(groups.get(i), groups.get(j)) > nearest) {
                    nearest = mean(groups.get(i), groups.get(j));
                    left = i;
                    right = j;
                }
            }
        }
        if (left < 0) {
            return false;
        }
        groups.get(left).addAll(groups.remove(right));
        return true;
    }

    private double mean(List<Integer> left, List<Integer> right) {
        double sum = 0;
        for (int i : left) {
            for (int j : right) {
                sum += likeness[i][j];
            }
        }
        return sum / (left.size() * right.size());
    }
}
