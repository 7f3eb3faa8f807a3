// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// Clients that behave: each sends one request after the other over a connection of its own, as fast as answers come
/// or at a given rate, until closed. At a rate, a latency counts from the moment at which the request was due, so that
/// a server that stalls is not excused for the requests that the stall kept from being sent.
final class GoodClients implements AutoCloseable {
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;

    private final URI server;
    private final byte[] request;
    private final List<Thread> threads = new ArrayList<>();
    private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);
    private final LongAdder others = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private volatile boolean isOver;
    private long seenNanos = System.nanoTime();

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

        /// Both together.
        Seen and(Seen more) {
            Histogram all = latencies.copy();
            all.add(more.latencies);
            return new Seen(all, others + more.others, broken + more.broken, seconds + more.seconds);
        }
    }

    /// Clients that begin at once.
    ///
    /// @param perSecond of all clients together; 0 is as fast as answers come
    GoodClients(URI server, byte[] request, int connections, double perSecond) {
        this.server = server;
        this.request = request;
        long gap = perSecond == 0 ? 0 : (long) (connections * 1e9 / perSecond);
        long start = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            long first = start + gap * i / connections;
            threads.add(Thread.ofPlatform().name("good-client").start(() -> ask(first, gap)));
        }
    }

    /// What was seen since the last time that somebody asked.
    Seen seen() {
        long now = System.nanoTime();
        double seconds = (now - seenNanos) / 1e9;
        seenNanos = now;
        return new Seen(latencies.getIntervalHistogram(), others.sumThenReset(), broken.sumThenReset(), seconds);
    }

    private void ask(long first, long gap) {
        long due = first;
        while (!isOver) {
            try (HttpWire wire = new HttpWire(server)) {
                for (; !isOver; due = gap == 0 ? System.nanoTime() : due + gap) {
                    waitUntil(due);
                    long from = gap == 0 ? System.nanoTime() : due;
                    wire.send(request);
                    int status = wire.status();
                    latencies.recordValue(Math.clamp(System.nanoTime() - from, 1, LONGEST_NANOS));
                    if (status != 200) {
                        others.increment();
                    }
                }
            } catch (IOException _) {
                broken.increment();
                due = Math.max(due + Math.max(gap, 1), System.nanoTime());
            }
        }
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        isOver = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
