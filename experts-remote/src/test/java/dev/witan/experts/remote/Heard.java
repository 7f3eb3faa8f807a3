// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps what an expert tells of its calls.
final class Heard implements RemoteObserver {
    final List<Call> calls = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Start> warmed = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> falls = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> rises = new LinkedBlockingQueue<>();

    @Override
    public void called(Call call) {
        calls.add(call);
    }

    @Override
    public void warmed(Start start) {
        warmed.add(start);
    }

    @Override
    public void fell(String reason) {
        falls.add(reason);
    }

    @Override
    public void rose() {
        rises.add("");
    }

    Call last() {
        return calls.getLast();
    }

    /// Waits for the next request that kept something warm.
    Start nextWarmed() {
        return next(warmed);
    }

    String nextFall() {
        return next(falls);
    }

    void awaitRise() {
        next(rises);
    }

    private static <T> T next(LinkedBlockingQueue<T> queue) {
        try {
            T found = queue.poll(10, TimeUnit.SECONDS);
            if (found == null) {
                throw new AssertionError("nothing heard for 10 s");
            }
            return found;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
