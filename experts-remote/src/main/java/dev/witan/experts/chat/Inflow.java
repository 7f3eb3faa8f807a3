// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an upstream's answer as it comes in. A part is asked for when the one before was taken, so that a reader
/// who stops holds the upstream back: at most one part waits here. Thread-safe, for one reader.
final class Inflow implements BodySubscriber<Inflow> {
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean isCancelled;

    /// What comes next.
    sealed interface Part {
        /// More of the body.
        record Bytes(List<ByteBuffer> buffers) implements Part {}

        /// Nothing more.
        ///
        /// @param cause why, unless the body is whole
        record End(@Nullable Throwable cause) implements Part {}

        /// Nothing, for as long as the reader would wait.
        record Pause() implements Part {}
    }

    /// The next part. After an end, every further call waits in vain.
    Part next(long patienceNanos) throws InterruptedException {
        Part part = parts.poll(Math.max(0, patienceNanos), TimeUnit.NANOSECONDS);
        Flow.Subscription upstream = subscription;
        if (part instanceof Part.Bytes && upstream != null) {
            upstream.request(1);
        }
        return part == null ? new Part.Pause() : part;
    }

    /// Wants no more: the connection is closed unless the body is whole. Whoever waits for a part is told, since a
    /// publisher that was cancelled need not say anything any more.
    void cancel() {
        isCancelled = true;
        parts.add(new Part.End(new CancellationException()));
        Flow.Subscription upstream = subscription;
        if (upstream != null) {
            upstream.cancel();
        }
    }

    @Override
    public CompletionStage<Inflow> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription = upstream;
        if (isCancelled) {
            upstream.cancel();
        } else {
            upstream.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        parts.add(new Part.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        parts.add(new Part.End(cause));
    }

    @Override
    public void onComplete() {
        parts.add(new Part.End(null));
    }
}
