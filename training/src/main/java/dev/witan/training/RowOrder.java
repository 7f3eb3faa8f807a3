// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;

/// The rows of a table in the order of their targets; equal ones stay in the table's order.
final class RowOrder {
    private RowOrder() {}

    static int[] byValue(Target target) {
        boolean hasClasses = target.kind() == TargetKind.BINARY || target.kind() == TargetKind.MULTI_CLASS;
        return hasClasses ? counted(target) : merged(target);
    }

    /// What a row is sorted by. Of several tasks the first decides, and of labels which of them holds first.
    static double order(Target target, int row) {
        return switch (target.kind()) {
            case MULTI_TASK -> {
                double first = order(target.parts().getFirst(), row);
                yield Double.isNaN(first) ? Double.MAX_VALUE : first;
            }
            case MULTI_LABEL -> firstHeld(target, row);
            case BINARY, MULTI_CLASS, REGRESSION, QUANTILE -> target.value(row);
        };
    }

    private static int firstHeld(Target target, int row) {
        int label = 0;
        while (label < target.classes().size() && !target.holds(row, label)) {
            label++;
        }
        return label;
    }

    /// Whether ranks matter rather than values.
    static boolean isOfNumbers(Target target) {
        return switch (target.kind()) {
            case MULTI_TASK -> isOfNumbers(target.parts().getFirst());
            case REGRESSION, QUANTILE -> true;
            case BINARY, MULTI_CLASS, MULTI_LABEL -> false;
        };
    }

    /// Classes are few, so counting sorts them.
    private static int[] counted(Target target) {
        int[] starts = new int[target.classes().size() + 1];
        for (int row = 0; row < target.rows(); row++) {
            starts[target.classOf(row) + 1]++;
        }
        for (int label = 1; label < starts.length; label++) {
            starts[label] += starts[label - 1];
        }
        int[] rows = new int[target.rows()];
        for (int row = 0; row < rows.length; row++) {
            rows[starts[target.classOf(row)]++] = row;
        }
        return rows;
    }

    /// A merge sort of row numbers, in no more memory than twice their own.
    private static int[] merged(Target target) {
        int[] from = new int[target.rows()];
        for (int row = 0; row < from.length; row++) {
            from[row] = row;
        }
        int[] to = new int[from.length];
        for (long width = 1; width < from.length; width *= 2) {
            for (long at = 0; at < from.length; at += 2 * width) {
                merge(target, from, to, (int) at, (int) width);
            }
            int[] kept = from;
            from = to;
            to = kept;
        }
        return from;
    }

    private static void merge(Target target, int[] from, int[] to, int start, int width) {
        int middle = (int) Math.min((long) start + width, from.length);
        int end = (int) Math.min((long) middle + width, from.length);
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean isLeft = left < middle
                    && (right >= end || Double.compare(order(target, from[left]), order(target, from[right])) <= 0);
            to[at] = isLeft ? from[left++] : from[right++];
        }
    }
}
