// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One channel for each other end, shared by every expert that is there; closed when the last of them lets go of it.
/// Thread-safe.
final class GrpcChannels {
    private static final long PING_SECONDS = 30;
    private static final long PING_ANSWER_SECONDS = 5;
    private static final int METADATA_BYTES_MAX = 16 * 1024;

    /// Guarded by this.
    private final Map<Target, Shared> channels = new HashMap<>();

    private static final class Shared {
        final ManagedChannel channel;
        int users;

        Shared(ManagedChannel channel) {
            this.channel = channel;
        }
    }

    synchronized ManagedChannel take(Target target) {
        Shared shared = channels.computeIfAbsent(target, GrpcChannels::open);
        shared.users++;
        return shared.channel;
    }

    synchronized void giveBack(Target target) {
        Shared shared = channels.get(target);
        if (shared != null && --shared.users == 0) {
            channels.remove(target);
            shared.channel.shutdownNow();
        }
    }

    private static Shared open(Target target) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + target.authority())
                .directExecutor()
                .maxInboundMetadataSize(METADATA_BYTES_MAX)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PING_ANSWER_SECONDS, TimeUnit.SECONDS)
                .disableRetry();
        return new Shared(
                (target.scheme().isSecure() ? builder.useTransportSecurity() : builder.usePlaintext()).build());
    }
}
