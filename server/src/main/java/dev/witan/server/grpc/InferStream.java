// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.server.host.Lifecycle;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import inference.ModelStreamInferResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream of requests. They are answered in their order, each with a message of its own, and a bounded number of
/// them is in hand: another one is read when there is room, once an answer has been taken. Thread-safe.
final class InferStream implements StreamObserver<ModelInferRequest> {
    private static final int IN_HAND_MAX = 64;
    /// With so many bytes of requests in hand no further one is read. What is not read is not in memory.
    private static final int IN_HAND_BYTES_MAX = 1 << 20;

    private final ServerCallStreamObserver<ModelStreamInferResponse> call;
    private final InferCalls infer;
    private final Lifecycle lifecycle;
    /// In the order of the requests; guarded by this.
    private final ArrayDeque<Pending> inHand = new ArrayDeque<>();
    private int inHandBytes;
    private boolean isAsked;
    private boolean isInputOver;
    private boolean isOver;

    private final class Pending implements InferCalls.Reply {
        final ModelInferRequest request;
        Optional<RunningRequest> running = Optional.empty();

        @Nullable
        ModelStreamInferResponse response;

        Pending(ModelInferRequest request) {
            this.request = request;
        }

        @Override
        public void answered(ModelInferResponse answer) {
            end(ModelStreamInferResponse.newBuilder().setInferResponse(answer).build());
        }

        @Override
        public void refused(Status status) {
            end(ModelStreamInferResponse.newBuilder()
                    .setErrorMessage(String.valueOf(status.getDescription()))
                    .setInferResponse(ModelInferResponse.newBuilder()
                            .setModelName(request.getModelName())
                            .setModelVersion(request.getModelVersion())
                            .setId(request.getId()))
                    .build());
        }

        private void end(ModelStreamInferResponse message) {
            synchronized (InferStream.this) {
                if (response != null) {
                    return;
                }
                response = message;
            }
            lifecycle.leave();
            send();
        }
    }

    private InferStream(
            ServerCallStreamObserver<ModelStreamInferResponse> call, InferCalls infer, Lifecycle lifecycle) {
        this.call = call;
        this.infer = infer;
        this.lifecycle = lifecycle;
    }

    /// Begins to answer a stream; called while the call is being opened.
    static InferStream open(StreamObserver<ModelStreamInferResponse> observer, InferCalls infer, Lifecycle lifecycle) {
        var call = (ServerCallStreamObserver<ModelStreamInferResponse>) observer;
        InferStream stream = new InferStream(call, infer, lifecycle);
        call.disableAutoRequest();
        call.setOnCancelHandler(stream::giveUp);
        call.setOnReadyHandler(stream::send);
        stream.ask();
        return stream;
    }

    @Override
    public void onNext(ModelInferRequest request) {
        Pending pending = new Pending(request);
        synchronized (this) {
            isAsked = false;
            inHand.add(pending);
            inHandBytes += request.getSerializedSize();
        }
        lifecycle.enter();
        RunningRequest running = infer.start(request, pending);
        synchronized (this) {
            pending.running = Optional.of(running);
        }
        ask();
    }

    /// Asks for the next request, one at a time, if there is room for it.
    private void ask() {
        synchronized (this) {
            if (isAsked || isOver || inHand.size() >= IN_HAND_MAX || inHandBytes >= IN_HAND_BYTES_MAX) {
                return;
            }
            isAsked = true;
        }
        call.request(1);
    }

    private void send() {
        sendAnswered();
        ask();
    }

    /// Sends what is answered and next in order, as long as the caller takes it.
    private synchronized void sendAnswered() {
        while (!isOver && call.isReady() && !inHand.isEmpty() && inHand.getFirst().response != null) {
            Pending answered = inHand.removeFirst();
            inHandBytes -= answered.request.getSerializedSize();
            call.onNext(answered.response);
        }
        if (isInputOver && inHand.isEmpty() && !isOver) {
            isOver = true;
            call.onCompleted();
        }
    }

    @Override
    public void onCompleted() {
        synchronized (this) {
            isInputOver = true;
        }
        send();
    }

    @Override
    public void onError(Throwable cause) {
        giveUp();
    }

    private void giveUp() {
        List<Pending> left;
        synchronized (this) {
            isOver = true;
            left = List.copyOf(inHand);
        }
        left.forEach(pending -> pending.running.ifPresent(RunningRequest::callerLeft));
    }
}
