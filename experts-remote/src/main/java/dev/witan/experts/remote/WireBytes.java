// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/// Counts what a call's messages took on the wire.
final class WireBytes extends ClientStreamTracer.Factory {
    private final Traffic traffic;

    WireBytes(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void outboundWireSize(long bytes) {
                traffic.sent(bytes);
            }

            @Override
            public void inboundWireSize(long bytes) {
                traffic.received(bytes);
            }
        };
    }
}
