// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.server.host.Lifecycle;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;

/// Hears of a call before whoever handles it does: it turns what the handler throws into a reply, and knows when the
/// call has ended. Called by one thread at a time.
final class EdgeListener<Q> extends ServerCall.Listener<Q> {
    private final EdgeCall<?, ?> call;
    private final Lifecycle lifecycle;
    private final boolean isUnary;
    private boolean isInHand;
    private ServerCall.Listener<Q> handler = new ServerCall.Listener<>() {};

    /// @param type a call whose caller sends one message waits for it, but not for ever
    EdgeListener(EdgeCall<?, ?> call, Lifecycle lifecycle, MethodType type) {
        this.call = call;
        this.lifecycle = lifecycle;
        this.isUnary = type == MethodType.UNARY;
        if (type.clientSendsOneMessage()) {
            call.await();
        }
    }

    void delegateTo(ServerCall.Listener<Q> listener) {
        handler = listener;
    }

    @Override
    public void onMessage(Q message) {
        if (call.isBroken()) {
            return;
        }
        try {
            handler.onMessage(message);
        } catch (StatusRuntimeException _) {
            call.refuseMessage();
        } catch (RuntimeException | Error e) {
            call.fail(e);
        }
    }

    @Override
    public void onHalfClose() {
        if (!call.begin()) {
            return;
        }
        if (isUnary) {
            isInHand = true;
            lifecycle.enter();
        }
        try {
            handler.onHalfClose();
        } catch (RuntimeException | Error e) {
            call.fail(e);
        }
    }

    @Override
    public void onReady() {
        handler.onReady();
    }

    @Override
    public void onCancel() {
        try {
            handler.onCancel();
        } finally {
            end(false);
        }
    }

    @Override
    public void onComplete() {
        try {
            handler.onComplete();
        } finally {
            end(true);
        }
    }

    private void end(boolean isComplete) {
        call.ended(isComplete);
        if (isInHand) {
            isInHand = false;
            lifecycle.leave();
        }
    }
}
