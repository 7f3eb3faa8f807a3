// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What a person may say about the rows of a training: how much each counts, and which are kept for validation.
///
/// @param classWeights how much the rows of a class count
/// @param weightColumn column that tells how much each row counts; empty if all count alike
/// @param splitBy which rows are kept for validation
public record RowOptions(ClassWeights classWeights, String weightColumn, SplitBy splitBy) {
    /// Every row counts alike, and the classes have their shares among the rows for validation.
    public static final RowOptions USUAL = new RowOptions(new ClassWeights.Equal(), "", new SplitBy.Classes());

    public RowOptions {
        Objects.requireNonNull(classWeights);
        Objects.requireNonNull(weightColumn);
        Objects.requireNonNull(splitBy);
    }

    /// Which rows are kept for validation.
    public sealed interface SplitBy {
        /// Every class, or every tenth of a number's range of ranks, has its share.
        record Classes() implements SplitBy {}

        /// Rows with the same value in a column stay together, such as those of one customer.
        record Group(String column) implements SplitBy {}

        /// The latest rows, by a column of dates or numbers.
        record Time(String column) implements SplitBy {}

        /// As a person says it: `group:COLUMN` or `time:COLUMN`.
        static SplitBy parse(String text) {
            int colon = text.indexOf(':');
            String column = text.substring(colon + 1).strip();
            String way = colon < 0 ? "" : text.substring(0, colon).strip();
            if (column.isEmpty() || !(way.equals("group") || way.equals("time"))) {
                throw refused("rows are split by group:COLUMN or time:COLUMN: '%s'".formatted(text));
            }
            return way.equals("group") ? new Group(column) : new Time(column);
        }
    }

    /// How much the rows of a class count.
    public sealed interface ClassWeights {
        /// All alike.
        record Equal() implements ClassWeights {}

        /// So much that every class counts as much as any other in all.
        record Balanced() implements ClassWeights {}

        /// As is said; 1 where nothing is.
        record Given(Map<String, Double> weights) implements ClassWeights {
            public Given {
                weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
                weights.forEach((label, weight) -> {
                    if (!(weight > 0) || !Double.isFinite(weight)) {
                        throw refused("a class weight must be a positive number: '%s' has %s".formatted(label, weight));
                    }
                });
            }
        }

        /// As a person says it: `balanced`, or `label=weight,…`.
        static ClassWeights parse(String text) {
            if (text.strip().equals("balanced")) {
                return new Balanced();
            }
            Map<String, Double> weights = new LinkedHashMap<>();
            for (String part : text.split(",", -1)) {
                int equals = part.lastIndexOf('=');
                weights.put(part.substring(0, Math.max(0, equals)).strip(), weight(text, part.substring(equals + 1)));
                if (equals < 1) {
                    throw wrong(text);
                }
            }
            return new Given(weights);
        }

        private static double weight(String text, String number) {
            try {
                return Double.parseDouble(number.strip());
            } catch (NumberFormatException _) {
                throw wrong(text);
            }
        }

        private static WitanException wrong(String text) {
            return refused("class weights are 'balanced' or label=weight,…, such as no=1,yes=5: '%s'".formatted(text));
        }
    }

    private static WitanException refused(String message) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, message);
    }
}
