// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Clients that behave: each sends one request after the other over a connection of its own, as fast as answers come
/// or at a given rate. At a rate, a latency counts from the moment at which the request was due, so that a server
/// that stalls is not excused for the requests that the stall kept from being sent.
final class GoodClients {
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;

    private final URI server;
    private final byte[] request;
    private final int connections;

    /// What the clients saw.
    ///
    /// @param latencies in nanoseconds
    /// @param others answers with another status than 200
    /// @param broken connections that broke off
    record Seen(Histogram latencies, long others, long broken, double seconds) {
        double perSecond() {
            return latencies.getTotalCount() / seconds;
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    GoodClients(URI server, byte[] request, int connections) {
        this.server = server;
        this.request = request;
        this.connections = connections;
    }

    /// Drives for a time.
    ///
    /// @param perSecond of all clients together; 0 is as fast as answers come
    Seen drive(double perSecond, Duration time) {
        long gap = perSecond == 0 ? 0 : (long) (connections * 1e9 / perSecond);
        long start = System.nanoTime();
        List<Seen> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Seen>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long first = start + gap * i / connections;
                running.add(threads.submit(() -> client(first, gap, start + time.toNanos())));
            }
            for (Future<Seen> client : running) {
                parts.add(client.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while clients were driven");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client ended early", e);
        }
        return together(parts, (System.nanoTime() - start) / 1e9);
    }

    private Seen client(long first, long gap, long end) {
        Histogram latencies = histogram();
        long others = 0;
        long broken = 0;
        long due = first;
        while (due < end) {
            try (HttpWire wire = new HttpWire(server)) {
                for (; due < end; due = gap == 0 ? System.nanoTime() : due + gap) {
                    waitUntil(due);
                    long from = gap == 0 ? System.nanoTime() : due;
                    wire.send(request);
                    others += wire.status() == 200 ? 0 : 1;
                    latencies.recordValue(Math.clamp(System.nanoTime() - from, 1, LONGEST_NANOS));
                }
            } catch (IOException _) {
                broken++;
                due = Math.max(due + Math.max(gap, 1), System.nanoTime());
            }
        }
        return new Seen(latencies, others, broken, 0);
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Seen together(List<Seen> parts, double seconds) {
        Histogram all = histogram();
        parts.forEach(part -> all.add(part.latencies()));
        return new Seen(
                all,
                parts.stream().mapToLong(Seen::others).sum(),
                parts.stream().mapToLong(Seen::broken).sum(),
                seconds);
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }
}
