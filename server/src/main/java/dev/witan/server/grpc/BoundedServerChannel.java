// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A listening socket that closes at once what connects beyond a bound.
final class BoundedServerChannel extends NioServerSocketChannel {
    private final int connectionsMax;
    private final AtomicInteger open = new AtomicInteger();

    BoundedServerChannel(int connectionsMax) {
        this.connectionsMax = connectionsMax;
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
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        return count;
    }
}
