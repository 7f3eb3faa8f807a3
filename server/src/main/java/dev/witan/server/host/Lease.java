// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import java.util.concurrent.atomic.AtomicBoolean;

/// The right to use a release until it is closed; closing twice does nothing more. Thread-safe.
public final class Lease implements AutoCloseable {
    private final HostedMixture hosted;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile Runnable afterwards = () -> {};

    Lease(HostedMixture hosted) {
        this.hosted = hosted;
    }

    public HostedMixture hosted() {
        return hosted;
    }

    /// What is to be done when the lease is closed; called before anybody else has it.
    public void afterwards(Runnable task) {
        afterwards = task;
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            hosted.leave();
            afterwards.run();
        }
    }
}
