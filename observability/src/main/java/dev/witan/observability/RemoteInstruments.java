// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StatefulMetric;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the calls of experts over the network, by mixture and expert. Thread-safe.
public final class RemoteInstruments {
    private static final double NANOS = 1e-9;
    private static final String ANSWERED = "answered";
    private static final String WARM = "warm";
    private static final String COLD = "cold";

    private final Counter calls;
    private final Histogram duration;
    private final Histogram coldDuration;
    private final Counter sent;
    private final Counter received;
    private final Counter warmUps;
    /// 1 where the other end answers, 0 where it is known not to.
    private final Map<Of, Integer> up = new ConcurrentHashMap<>();

    private RemoteInstruments(MetricRegistry registry) {
        this.calls = registry.counter(MetricCatalog.REMOTE_CALLS);
        this.duration = registry.histogram(MetricCatalog.REMOTE_DURATION);
        this.coldDuration = registry.histogram(MetricCatalog.COLD_DURATION);
        this.sent = registry.counter(MetricCatalog.REMOTE_SENT);
        this.received = registry.counter(MetricCatalog.REMOTE_RECEIVED);
        this.warmUps = registry.counter(MetricCatalog.WARM_UPS);
        registry.gauge(MetricCatalog.REMOTE_UP, this::tell);
    }

    static RemoteInstruments in(MetricRegistry registry) {
        return new RemoteInstruments(registry);
    }

    private record Of(String mixture, String expert) {}

    private void tell(GaugeWithCallback.Callback callback) {
        up.forEach((of, value) -> callback.call(value, of.mixture, of.expert));
    }

    /// The series of one expert, whose other end is up until it is known not to be.
    public Series of(String mixture, String expert) {
        Series series = new Series(mixture, expert);
        series.open();
        return series;
    }

    /// What one expert tells. Thread-safe.
    public final class Series {
        private final String mixture;
        private final String expert;

        private Series(String mixture, String expert) {
            this.mixture = mixture;
            this.expert = expert;
        }

        private void open() {
            calls.initLabelValues(mixture, expert, ANSWERED);
            duration.initLabelValues(mixture, expert);
            coldDuration.initLabelValues(mixture, expert);
            sent.initLabelValues(mixture, expert);
            received.initLabelValues(mixture, expert);
            warmUps.initLabelValues(mixture, expert, WARM);
            warmUps.initLabelValues(mixture, expert, COLD);
            rose();
        }

        /// A call was answered by an end that was awake.
        public void answered(long bytesSent, long bytesReceived, long nanos) {
            ended(ANSWERED, bytesSent, bytesReceived);
            duration.labelValues(mixture, expert).observe(nanos * NANOS);
        }

        /// A call was answered by an end that had to start for it.
        public void answeredCold(long bytesSent, long bytesReceived, long nanos) {
            ended(ANSWERED, bytesSent, bytesReceived);
            coldDuration.labelValues(mixture, expert).observe(nanos * NANOS);
        }

        /// A call was not answered.
        ///
        /// @param reason an error's code in lower case
        public void failed(String reason, long bytesSent, long bytesReceived) {
            ended(reason, bytesSent, bytesReceived);
        }

        private void ended(String outcome, long bytesSent, long bytesReceived) {
            calls.labelValues(mixture, expert, outcome).inc();
            sent.labelValues(mixture, expert).inc(bytesSent);
            received.labelValues(mixture, expert).inc(bytesReceived);
        }

        /// An instance was kept warm.
        public void warmed() {
            warmUps.labelValues(mixture, expert, WARM).inc();
        }

        /// An instance was started before anybody needed it.
        public void warmedCold() {
            warmUps.labelValues(mixture, expert, COLD).inc();
        }

        /// The other end does not answer.
        public void fell() {
            up.put(new Of(mixture, expert), 0);
        }

        /// It does.
        public void rose() {
            up.put(new Of(mixture, expert), 1);
        }
    }

    /// Ends the series of a mixture.
    void remove(String mixture) {
        List<StatefulMetric<?, ?>> all = List.of(calls, duration, coldDuration, sent, received, warmUps);
        all.forEach(metric -> metric.removeIf(labels -> labels.getFirst().equals(mixture)));
        up.keySet().removeIf(of -> of.mixture.equals(mixture));
    }
}
