// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// The calling thread and, where asked for, one that helps it; both take one piece of work after another.
final class TwoThreads implements AutoCloseable {
    private final boolean hasHelper;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Thread helper;
    private volatile int count;
    private volatile IntConsumer work = index -> {};
    private volatile boolean isClosed;

    TwoThreads(int threads) {
        this.hasHelper = threads > 1;
        this.helper = Thread.ofPlatform().daemon().unstarted(this::help);
        if (hasHelper) {
            helper.start();
        }
    }

    /// Returns when all pieces are done.
    void run(int pieces, IntConsumer piece) {
        work = piece;
        done.set(0);
        count = pieces;
        next.set(0);
        if (hasHelper && pieces > 1) {
            LockSupport.unpark(helper);
        }
        take();
        while (done.get() < pieces) {
            Thread.onSpinWait();
        }
    }

    private void take() {
        for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
            work.accept(index);
            done.incrementAndGet();
        }
    }

    private void help() {
        while (!isClosed) {
            LockSupport.park(this);
            take();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(helper);
    }
}
