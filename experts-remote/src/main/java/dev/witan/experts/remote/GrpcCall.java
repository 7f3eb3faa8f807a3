// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One unary call on its way. Its reply ends with the message, or exceptionally with the status.
final class GrpcCall<Q, A> {
    private final ClientCall<Q, A> call;
    private final CompletableFuture<A> reply = new CompletableFuture<>();
    private volatile Status.Code code = Status.Code.UNKNOWN;

    private GrpcCall(ClientCall<Q, A> call) {
        this.call = call;
    }

    static <Q, A> GrpcCall<Q, A> start(ClientCall<Q, A> call, Q request, Metadata headers) {
        GrpcCall<Q, A> started = new GrpcCall<>(call);
        call.start(started.new Listener(), headers);
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return started;
    }

    CompletableFuture<A> reply() {
        return reply;
    }

    void cancel() {
        call.cancel("nobody waits for the answer any more", null);
    }

    /// Whether the other end did not know what to do with the call.
    boolean isRefusedAsUnknown() {
        return code == Status.Code.UNIMPLEMENTED;
    }

    private final class Listener extends ClientCall.Listener<A> {
        private @Nullable A message;

        @Override
        public void onMessage(A received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            code = status.getCode();
            A received = message;
            if (status.isOk() && received != null) {
                reply.complete(received);
            } else {
                Status why =
                        status.isOk() ? Status.INTERNAL.withDescription("the call ended without an answer") : status;
                reply.completeExceptionally(why.asRuntimeException());
            }
        }
    }
}
