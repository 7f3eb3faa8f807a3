// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Reads the budgets of every mixture at each scrape: one for each tenant that its configuration names, and one for
/// everybody else. Thread-safe.
final class BudgetMetrics {
    private final NewestReadings<BudgetReading> budgets = new NewestReadings<>();

    BudgetMetrics(MetricRegistry registry) {
        registry.gauge(MetricCatalog.BUDGET_PRICE, callback -> tell(callback, BudgetReading::price));
        registry.gauge(MetricCatalog.BUDGET_EXHAUSTED, callback -> tell(callback, it -> it.exhausted() ? 1 : 0));
        registry.counter(MetricCatalog.BUDGET_ROWS, callback -> count(callback, BudgetReading::rows));
        registry.counter(MetricCatalog.BUDGET_COST, callback -> count(callback, BudgetReading::cost));
    }

    private void tell(GaugeWithCallback.Callback callback, ToDoubleFunction<BudgetReading> value) {
        budgets.each((mixture, reading) -> callback.call(value.applyAsDouble(reading), mixture, reading.tenant()));
    }

    private void count(CounterWithCallback.Callback callback, ToDoubleFunction<BudgetReading> value) {
        budgets.each((mixture, reading) -> callback.call(value.applyAsDouble(reading), mixture, reading.tenant()));
    }

    void add(String mixture, Supplier<List<BudgetReading>> readings) {
        budgets.add(mixture, readings);
    }

    void remove(String mixture, Supplier<List<BudgetReading>> readings) {
        budgets.remove(mixture, readings);
    }
}
