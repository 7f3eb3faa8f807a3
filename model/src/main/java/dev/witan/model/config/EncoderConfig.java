// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// Which encoder turns records into rows.
public sealed interface EncoderConfig {

    /// Columns one after the other, in this order.
    record Table(List<EncodedColumn> columns) implements EncoderConfig {
        public Table {
            columns = List.copyOf(columns);
            ConfigLimits.requireBetween("number of columns", 1, ConfigLimits.INPUTS_MAX, columns.size());
        }
    }
}
