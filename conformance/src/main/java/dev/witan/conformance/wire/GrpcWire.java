// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Talks gRPC to one server. Thread-safe.
public final class GrpcWire implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 64 << 20;

    private final ManagedChannel channel;
    private final Duration answerMax;

    /// A client of a server.
    ///
    /// @param address host and port, like `127.0.0.1:8001`
    /// @param answerMax how long one answer may take
    public GrpcWire(String address, Duration answerMax) {
        this.answerMax = answerMax;
        this.channel = NettyChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build();
    }

    public Duration answerMax() {
        return answerMax;
    }

    /// A channel whose calls carry some metadata.
    public Channel channel(Metadata metadata) {
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /// Calls a unary method and waits for its answer.
    ///
    /// @throws WireException when there is no connection, or no answer in time
    public <Q, A> GrpcReply<A> call(MethodDescriptor<Q, A> method, Q request, Metadata metadata) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(answerMax.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return new GrpcReply<>(
                    ClientCalls.blockingUnaryCall(channel(metadata), method, options, request), Status.OK);
        } catch (StatusRuntimeException e) {
            return failed(e);
        }
    }

    /// Sends messages on one stream, ends it, and waits for all that comes back.
    ///
    /// @throws WireException when the stream does not end in time
    public <Q, A> GrpcStream<A> stream(MethodDescriptor<Q, A> method, List<Q> requests, Metadata metadata) {
        Collected<A> collected = new Collected<>();
        StreamObserver<Q> sink =
                ClientCalls.asyncBidiStreamingCall(channel(metadata).newCall(method, CallOptions.DEFAULT), collected);
        requests.forEach(sink::onNext);
        sink.onCompleted();
        try {
            return collected.ended.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            sink.onError(Status.CANCELLED.asRuntimeException());
            throw WireException.noAnswer("the stream did not end within %d s".formatted(answerMax.toSeconds()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WireException.noAnswer("interrupted", e);
        }
    }

    private <A> GrpcReply<A> failed(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            throw WireException.noAnswer("no answer within %d s".formatted(answerMax.toSeconds()), failure);
        }
        if (status.getCode() == Status.Code.UNAVAILABLE && channel.getState(false) != ConnectivityState.READY) {
            throw WireException.unreachable("no connection: " + status.getDescription(), failure);
        }
        return new GrpcReply<>(null, status);
    }

    /// A unary method whose messages are bytes, for services and messages that the kit has no classes of.
    public static MethodDescriptor<ByteString, ByteString> bytesMethod(String service, String method) {
        return MethodDescriptor.<ByteString, ByteString>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class Collected<A> implements StreamObserver<A> {
        final CompletableFuture<GrpcStream<A>> ended = new CompletableFuture<>();
        private final List<A> messages = new ArrayList<>();

        @Override
        public void onNext(A message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            ended.complete(new GrpcStream<>(messages, Status.fromThrowable(cause)));
        }

        @Override
        public void onCompleted() {
            ended.complete(new GrpcStream<>(messages, Status.OK));
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
        @Override
        public InputStream stream(ByteString value) {
            return new ByteArrayInputStream(value.toByteArray());
        }

        @Override
        public ByteString parse(InputStream stream) {
            try {
                return ByteString.readFrom(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
