// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

/// How one budget of a mixture stands at one moment.
///
/// @param tenant whose it is; `*` for everybody who has none of their own
/// @param price what a unit of cost takes off a selection score now
/// @param rows that were spent on since the release answers
/// @param cost what they cost, in the unit of the experts' costs
/// @param exhausted whether even the cheapest experts cost more than there is
public record BudgetReading(String tenant, double price, long rows, double cost, boolean exhausted) {}
