// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.tables.RowSource;
import dev.witan.tables.Selection;
import dev.witan.tables.TableFormat;
import java.util.function.Function;

/// Something that a table can be read from, more than once.
///
/// @param name for messages
/// @param format that it is in
/// @param opener begins anew
record TableInput(String name, TableFormat format, Function<Selection, RowSource> opener) {}
