// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// Which encoder turns records into rows.
public sealed interface EncoderConfig {

    /// Whether anything of it is learned, so that a release keeps it.
    boolean isLearned();

    /// Columns one after the other, in this order.
    record Table(List<EncodedColumn> columns) implements EncoderConfig {
        public Table {
            columns = List.copyOf(columns);
            ConfigLimits.requireBetween("number of columns", 1, ConfigLimits.INPUTS_MAX, columns.size());
        }

        /// Always kept, even if all columns are pictures: the scale of a number to be predicted stands with it.
        @Override
        public boolean isLearned() {
            return true;
        }
    }

    /// Rows as they come, in single precision: one input of shape `[rows, dimensions]`. Nothing of it is learned.
    ///
    /// @param name the input that holds them
    /// @param tokens whether a record is a sequence of rows, `[rows, tokens, dimensions]`, each routed by itself
    record Vector(String name, int dimensions, boolean tokens) implements EncoderConfig {
        public Vector {
            ConfigLimits.requireName("input", name);
            ConfigLimits.requireBetween("dimensions", 1, ConfigLimits.VECTOR_DIMENSIONS_MAX, dimensions);
        }

        @Override
        public boolean isLearned() {
            return false;
        }
    }
}
