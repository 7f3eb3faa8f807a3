// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Experts that answer over the network: another server of the Open Inference Protocol, an HTTP function, or a chat
/// model. Start reading at `RemoteExperts`.
@NullMarked
module dev.witan.experts.remote {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires dev.witan.oip;
    requires io.grpc.netty;
    requires java.net.http;
    requires tools.jackson.databind;

    exports dev.witan.experts.chat;
    exports dev.witan.experts.remote;
}
