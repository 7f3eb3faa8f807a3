// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.DoubleToIntFunction;
import java.util.function.ToIntFunction;

/// The classes of a target that is kept in files, looked up row by row instead of being kept once more.
final class StoredClasses {
    private StoredClasses() {}

    /// @param classOf a label
    static NumberValues of(CodedTexts coded, ToIntFunction<String> classOf) {
        int[] byCode = new int[coded.dictionary().size()];
        boolean[] isUsed = new boolean[byCode.length];
        for (int row = 0; row < coded.rows(); row++) {
            if (coded.code(row) >= 0) {
                isUsed[coded.code(row)] = true;
            }
        }
        for (int code = 0; code < byCode.length; code++) {
            byCode[code] = isUsed[code] ? classOf.applyAsInt(coded.dictionary().get(code)) : 0;
        }
        return new Classes(coded.rows(), row -> coded.code(row) < 0 ? Double.NaN : byCode[coded.code(row)]);
    }

    /// @param classOf a number
    static NumberValues of(NumberValues numbers, DoubleToIntFunction classOf) {
        TreeMap<Double, Integer> places = new TreeMap<>();
        for (int row = 0; row < numbers.rows(); row++) {
            double value = numbers.value(row);
            if (!Double.isNaN(value) && places.get(value) == null) {
                places.put(value, classOf.applyAsInt(value));
            }
        }
        double[] sorted = places.keySet().stream().mapToDouble(value -> value).toArray();
        int[] classes = places.values().stream().mapToInt(place -> place).toArray();
        return new Classes(numbers.rows(), row -> {
            double value = numbers.value(row);
            return Double.isNaN(value) ? Double.NaN : classes[Arrays.binarySearch(sorted, value)];
        });
    }

    private record Classes(int rows, java.util.function.IntToDoubleFunction classOf) implements NumberValues {
        @Override
        public double value(int row) {
            return classOf.applyAsDouble(row);
        }

        @Override
        public boolean isStored() {
            return true;
        }
    }
}
