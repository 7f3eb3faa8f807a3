// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

/// Where a column stands in a row of numbers.
///
/// @param column its index
/// @param offset of its first dimension
/// @param width how many dimensions it fills
record ColumnPlace(int column, int offset, int width) {}
