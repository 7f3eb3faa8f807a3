// SPDX-License-Identifier: Apache-2.0
package dev.witan.scaling.budget;

/// The price of cost for one budget, moved by the dual step: up while rows cost more than they may, down while they
/// cost less, never below zero. Used by one thread.
///
/// Because each step adds a fixed multiple of what the window overspent, all overspending ever, counted in windows, is
/// the price reached divided by the rate: over any long time what is spent meets the budget, however the traffic
/// drifts, as long as the cheapest experts fit into it and the price is above zero.
///
/// Source: projected dual (sub)gradient ascent on `min loss + price x (cost - budget)`.
final class PriceStep {
    private final double budget;
    private final double rate;
    private final double priceMax;
    private double price;

    PriceStep(double budget, double rate, double priceMax) {
        this.budget = budget;
        this.rate = rate;
        this.priceMax = priceMax;
    }

    double price() {
        return price;
    }

    /// Whether the price has reached its bound: even the cheapest experts then cost more than the budget.
    boolean isExhausted() {
        return price >= priceMax;
    }

    /// Takes in what a window of rows has cost; a window without rows changes nothing.
    ///
    /// @param weight how many usual windows it is worth, so that busy and idle times count by their rows
    void step(Spend window, double weight) {
        if (window.rows() > 0) {
            double excess = window.cost() / window.rows() / budget - 1;
            price = Math.clamp(price + rate * weight * excess, 0, priceMax);
        }
    }
}
