// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The threads that train together: the caller and its helpers claim one task after another until none is left. Tasks
/// write to places of their own and each sum belongs to one task, so the bits do not depend on who ran what.
public final class Crew implements AutoCloseable {
    public static final int THREADS_MAX = 1024;

    /// Calls for help that may wait for each thread; one that finds no room is done without.
    private static final int CALLS_PER_THREAD = 4;

    private final ArrayBlockingQueue<Job> jobs;
    private final List<Thread> helpers = new ArrayList<>();

    /// @param threads that work, the calling one included
    public Crew(int threads) {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "threads must be between 1 and %d: %d".formatted(THREADS_MAX, threads));
        }
        this.jobs = new ArrayBlockingQueue<>(CALLS_PER_THREAD * threads);
        for (int i = 1; i < threads; i++) {
            helpers.add(Thread.ofPlatform().daemon().name("witan-training-" + i).start(this::help));
        }
    }

    private void help() {
        try {
            while (true) {
                jobs.take().work();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs `task` for every index below `count`, and returns when all have ended. What one of them threw, if any did,
    /// is thrown again here.
    public void run(int count, IntConsumer task) {
        Job job = new Job(count, task, Thread.currentThread());
        for (int i = 0; i < Math.min(helpers.size(), count - 1); i++) {
            if (!jobs.offer(job)) {
                break;
            }
        }
        job.work();
        job.await();
    }

    @Override
    public void close() {
        helpers.forEach(Thread::interrupt);
    }

    private static final class Job {
        private final int count;
        private final IntConsumer task;
        private final Thread owner;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable broken;

        Job(int count, IntConsumer task, Thread owner) {
            this.count = count;
            this.task = task;
            this.owner = owner;
        }

        void work() {
            for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                try {
                    task.accept(index);
                } catch (RuntimeException | Error e) {
                    broken = e;
                } finally {
                    if (done.incrementAndGet() == count) {
                        LockSupport.unpark(owner);
                    }
                }
            }
        }

        void await() {
            while (done.get() < count) {
                LockSupport.park(this);
            }
            switch (broken) {
                case null -> {}
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        }
    }
}
