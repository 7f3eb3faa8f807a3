// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import inference.GRPCInferenceServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the bytes of all requests to infer that are being received or answered at once, and of the answers that
/// their callers have not taken; a stream that would go beyond is reset. What else may be asked, without a key even,
/// is small, and takes nothing of that. Thread-safe.
final class MessageBudget extends ServerStreamTracer.Factory {
    /// Bytes of a message that asks for anything else: a name or two.
    static final int OTHERS_BYTES_MAX = 4096;

    private static final Set<String> INFERENCE = Set.of(
            GRPCInferenceServiceGrpc.getModelInferMethod().getFullMethodName(),
            GRPCInferenceServiceGrpc.getModelStreamInferMethod().getFullMethodName());

    private final long bytesMax;
    private final AtomicLong held = new AtomicLong();

    MessageBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return INFERENCE.contains(method) ? new OfStream() : new OfOthers();
    }

    /// Bounds each message of a stream by itself.
    private static final class OfOthers extends ServerStreamTracer {
        private final AtomicLong message = new AtomicLong();

        @Override
        public void inboundMessage(int sequence) {
            message.set(0);
        }

        @Override
        public void inboundWireSize(long bytes) {
            if (message.addAndGet(bytes) > OTHERS_BYTES_MAX) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription(
                                "a message of this method may have %d bytes: it has more".formatted(OTHERS_BYTES_MAX))
                        .asRuntimeException();
            }
        }
    }

    /// What one stream holds. A stream of many messages lets go of each when the next one begins.
    private final class OfStream extends ServerStreamTracer {
        private final AtomicLong mine = new AtomicLong();
        private volatile boolean isClosed;

        @Override
        public void inboundMessage(int sequence) {
            letGo();
        }

        @Override
        public void inboundWireSize(long bytes) {
            hold(bytes);
        }

        @Override
        public void outboundWireSize(long bytes) {
            hold(bytes);
        }

        private void hold(long bytes) {
            mine.addAndGet(bytes);
            long all = held.addAndGet(bytes);
            if (isClosed) {
                // An answer to somebody who has left.
                letGo();
            } else if (all > bytesMax) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("messages may take %d bytes at once: try again".formatted(bytesMax))
                        .asRuntimeException();
            }
        }

        @Override
        public void streamClosed(Status status) {
            isClosed = true;
            letGo();
        }

        private void letGo() {
            held.addAndGet(-mine.getAndSet(0));
        }
    }
}
