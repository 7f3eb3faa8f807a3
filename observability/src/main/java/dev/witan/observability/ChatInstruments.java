// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StatefulMetric;
import java.util.List;

/// Counts the calls of chat upstreams, by mixture and expert. Thread-safe.
public final class ChatInstruments {
    private static final double NANOS = 1e-9;

    private final Counter calls;
    private final Counter failures;
    private final Histogram firstEvent;
    private final Counter tokens;

    private ChatInstruments(Counter calls, Counter failures, Histogram firstEvent, Counter tokens) {
        this.calls = calls;
        this.failures = failures;
        this.firstEvent = firstEvent;
        this.tokens = tokens;
    }

    static ChatInstruments in(MetricRegistry registry) {
        return new ChatInstruments(
                registry.counter(MetricCatalog.CHAT_CALLS),
                registry.counter(MetricCatalog.CHAT_FAILURES),
                registry.histogram(MetricCatalog.CHAT_FIRST_EVENT),
                registry.counter(MetricCatalog.CHAT_TOKENS));
    }

    /// An upstream is asked.
    public void called(String mixture, String expert) {
        calls.labelValues(mixture, expert).inc();
    }

    /// It gave no answer, or not a whole one.
    ///
    /// @param reason one of few words
    public void failed(String mixture, String expert, String reason) {
        failures.labelValues(mixture, expert, reason).inc();
    }

    /// Its answer began.
    public void began(String mixture, String expert, long nanos) {
        firstEvent.labelValues(mixture, expert).observe(nanos * NANOS);
    }

    /// It says how many tokens it took.
    public void took(String mixture, String expert, long promptTokens, long completionTokens) {
        if (promptTokens > 0 || completionTokens > 0) {
            tokens.labelValues(mixture, expert, "prompt").inc(promptTokens);
            tokens.labelValues(mixture, expert, "completion").inc(completionTokens);
        }
    }

    /// Ends the series of a mixture.
    void remove(String mixture) {
        List<StatefulMetric<?, ?>> all = List.of(calls, failures, firstEvent, tokens);
        all.forEach(metric -> metric.removeIf(labels -> labels.getFirst().equals(mixture)));
    }
}
