// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The threads that train together: the caller and its helpers claim one task after another until none is left. Tasks
/// write to places of their own and each sum belongs to one task, so the bits do not depend on who ran what.
public final class Crew implements AutoCloseable {
    private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final List<Thread> helpers = new ArrayList<>();

    /// @param threads that work, the calling one included
    public Crew(int threads) {
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

    /// Runs `task` for every index below `count`, and returns when all have ended.
    public void run(int count, IntConsumer task) {
        Job job = new Job(count, task, Thread.currentThread());
        for (int i = 0; i < Math.min(helpers.size(), count - 1); i++) {
            jobs.add(job);
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
        private volatile @Nullable RuntimeException broken;

        Job(int count, IntConsumer task, Thread owner) {
            this.count = count;
            this.task = task;
            this.owner = owner;
        }

        void work() {
            for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                try {
                    task.accept(index);
                } catch (RuntimeException e) {
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
            RuntimeException cause = broken;
            if (cause != null) {
                throw cause;
            }
        }
    }
}
