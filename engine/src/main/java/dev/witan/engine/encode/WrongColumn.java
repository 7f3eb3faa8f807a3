// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;

/// Refuses a column whose values an encoder cannot read at all.
final class WrongColumn {
    private WrongColumn() {}

    static WitanException refuse(Column column, String wanted) {
        String found = switch (column) {
            case Column.Numbers _ -> "numbers";
            case Column.Texts _ -> "texts";
            case Column.Bytes _ -> "bytes";
            case Column.Vectors _ -> "vectors";
        };
        return WitanException.invalidInput(
                "column '%s' must hold %s: it holds %s".formatted(column.name(), wanted, found));
    }
}
