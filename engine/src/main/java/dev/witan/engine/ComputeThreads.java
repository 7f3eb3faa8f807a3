// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The threads that help lanes to run local experts. A lane shares out the expert batches of one lane batch; every
/// thread, the lane included, claims one after another until none is left, so that skew leaves no core idle.
/// Thread-safe; several lanes may run work at once.
final class ComputeThreads {
    /// One portion of work, on a thread that owns `scratch`.
    @FunctionalInterface
    interface Work {
        void run(int index, Scratch scratch);
    }

    /// Calls for help that may wait for each thread. A lane whose call finds no room computes alone.
    private static final int CALLS_PER_THREAD = 4;

    private final ArrayBlockingQueue<Job> jobs;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isClosed;

    /// Starts the threads.
    ///
    /// @param count threads that compute, the calling lane included; 1 starts none
    /// @param scratchRows rows of the scratch that each thread owns, of `scratchWidth` columns
    ComputeThreads(Arena arena, int count, int scratchRows, int scratchWidth) {
        this.jobs = new ArrayBlockingQueue<>(CALLS_PER_THREAD * count);
        for (int i = 1; i < count; i++) {
            Scratch scratch = Scratch.allocate(arena, scratchRows, scratchWidth);
            threads.add(Thread.ofPlatform().daemon().name("witan-compute-" + i).start(() -> serve(scratch)));
        }
    }

    private void serve(Scratch scratch) {
        while (!isClosed) {
            try {
                jobs.take().help(scratch);
            } catch (InterruptedException _) {
                // Either the engine closes, or the last work left an interrupt behind that meant only itself.
            }
        }
    }

    /// Runs `work` for every index below `count` and returns when all have ended.
    void run(int count, Work work, Scratch own) {
        Job job = new Job(count, work, Thread.currentThread());
        call(job, count - 1);
        job.help(own);
        job.await();
    }

    /// Has `work` run for every index below `count` by these threads, and by whoever [helps][Job#help]; somebody must
    /// where none of them is [called][Job#isCalled].
    Job start(int count, Work work) {
        Job job = new Job(count, work, Thread.currentThread());
        call(job, count);
        return job;
    }

    private void call(Job job, int helpers) {
        for (int i = 0; i < Math.min(threads.size(), helpers); i++) {
            if (!jobs.offer(job)) {
                return;
            }
            job.isCalled = true;
        }
    }

    /// Asks the threads to stop and waits for each, but not for longer than `patience`.
    void stop(Duration patience) {
        isClosed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(patience);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Whether none of them may still write to anything.
    boolean isIdle() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /// Work that threads share out among themselves.
    static final class Job {
        private final int count;
        private final Work work;
        private final Thread owner;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable broken;
        private boolean isCalled;

        Job(int count, Work work, Thread owner) {
            this.count = count;
            this.work = work;
            this.owner = owner;
        }

        /// Whether a thread was called to do it, or there is nothing to do.
        boolean isCalled() {
            return isCalled || count == 0;
        }

        /// Whether so much of it has not been begun that one more would hasten it.
        boolean needsHelp() {
            return next.get() + 1 < count;
        }

        /// How much of it nobody has begun.
        int unbegun() {
            return Math.max(0, count - next.get());
        }

        /// Does what nobody has begun.
        void help(Scratch scratch) {
            for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                try {
                    work.run(index, scratch);
                } catch (Throwable e) {
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
            Throwable cause = broken;
            if (cause != null) {
                throw new IllegalStateException("a compute thread broke: " + cause, cause);
            }
        }
    }
}
