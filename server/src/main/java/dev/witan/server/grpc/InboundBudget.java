// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the bytes of all messages that are being received or answered at once; a stream that would go beyond is
/// reset. Thread-safe.
final class InboundBudget extends ServerStreamTracer.Factory {
    private final long bytesMax;
    private final AtomicLong held = new AtomicLong();

    InboundBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new OfStream();
    }

    /// What one stream holds. A stream of many messages lets go of each when the next one begins.
    private final class OfStream extends ServerStreamTracer {
        private final AtomicLong mine = new AtomicLong();

        @Override
        public void inboundMessage(int sequence) {
            letGo();
        }

        @Override
        public void inboundWireSize(long bytes) {
            mine.addAndGet(bytes);
            if (held.addAndGet(bytes) > bytesMax) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("messages may take %d bytes at once: try again".formatted(bytesMax))
                        .asRuntimeException();
            }
        }

        @Override
        public void streamClosed(Status status) {
            letGo();
        }

        private void letGo() {
            held.addAndGet(-mine.getAndSet(0));
        }
    }
}
