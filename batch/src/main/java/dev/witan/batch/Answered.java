// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.tables.BadRow;
import dev.witan.tables.Segment;
import java.util.List;

/// A chunk that was answered and made ready to be written.
///
/// @param rowsRead how many rows were read for it
/// @param segments their answers
/// @param bad the rows that have none, in the order of the table
record Answered(int rowsRead, List<Segment> segments, List<BadRow> bad) {}
