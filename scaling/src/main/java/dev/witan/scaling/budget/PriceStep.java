// SPDX-License-Identifier: Apache-2.0
package dev.witan.scaling.budget;

/// The price of cost for one budget, moved by the dual step: up while rows cost more than they may, down while they
/// cost less, never below zero. Used by one thread.
///
/// The dual step alone keeps what was overspent bounded, since the price is its sum. What was overspent until the price
/// was found is paid back as well: it lowers the budget that the step goes by, so that it is gone after some
/// [#HORIZON] windows, and what was left over raises it.
///
/// Source: projected dual (sub)gradient ascent on `min loss + price x (cost - budget)`; the debt makes it a controller
/// with an integral term, critically damped where a price of 1 halves the excess at the usual rate.
final class PriceStep {
    /// Windows in which a debt is paid back.
    private static final double HORIZON = 32;

    /// Of the budget, how much a debt may take from it, and a credit add to it.
    private static final double REPAID_MAX = 0.3;

    private final double budget;
    private final double rate;
    private final double priceMax;
    private double price;
    /// What was overspent and not paid back yet, in windows' budgets; negative where something was left over.
    private double debt;

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
            price = Math.clamp(price + rate * weight * (excess + debt / HORIZON), 0, priceMax);
            debt = Math.clamp(debt + weight * excess, -REPAID_MAX * HORIZON, REPAID_MAX * HORIZON);
        }
    }
}
