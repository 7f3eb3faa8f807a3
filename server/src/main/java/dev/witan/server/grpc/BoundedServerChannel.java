// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A listening socket that closes at once what connects beyond a bound, and keeps a list of the rest.
final class BoundedServerChannel extends NioServerSocketChannel {
    private final int connectionsMax;
    private final Map<SocketAddress, Channel> connections;
    private final AtomicInteger open = new AtomicInteger();

    /// @param connections where the open ones are listed, by their other end
    BoundedServerChannel(int connectionsMax, Map<SocketAddress, Channel> connections) {
        this.connectionsMax = connectionsMax;
        this.connections = connections;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count == 0) {
            return 0;
        }
        Channel channel = (Channel) accepted.getLast();
        if (open.incrementAndGet() > connectionsMax) {
            open.decrementAndGet();
            accepted.removeLast();
            channel.unsafe().closeForcibly();
            return 0;
        }
        SocketAddress peer = channel.remoteAddress();
        if (peer != null) {
            connections.put(peer, channel);
        }
        channel.closeFuture().addListener(_ -> {
            open.decrementAndGet();
            if (peer != null) {
                connections.remove(peer, channel);
            }
        });
        return count;
    }
}
