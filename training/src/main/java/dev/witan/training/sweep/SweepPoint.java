// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.sweep;

import dev.witan.training.report.Quality;
import java.util.OptionalDouble;

/// What a mixture does when cost has a price.
///
/// @param price of a unit of cost, in units of the selection score
/// @param cost of the experts of a row, on average
/// @param quality of the answers
/// @param revenue per thousand rows; empty unless asked for
public record SweepPoint(double price, double cost, Quality quality, OptionalDouble revenue) {}
