// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The front of the engine: the Open Inference Protocol v2 over REST and gRPC, metrics, and an admin API on a port
/// of its own. Start reading at `WitanServer`.
@NullMarked
module dev.witan.server {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires transitive dev.witan.observability;
    requires transitive dev.witan.model;
    requires dev.witan.resilience;
    requires transitive dev.witan.steering;
    requires transitive dev.witan.oip;
    requires dev.witan.experts.remote;
    requires dev.witan.web;
    requires io.grpc.netty;
    requires io.grpc.services;
    requires io.netty.common;
    requires io.netty.transport;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.yaml;

    exports dev.witan.server;
    exports dev.witan.server.grpc;
    exports dev.witan.server.host;
    exports dev.witan.server.protocol;
    exports dev.witan.server.security;
}
