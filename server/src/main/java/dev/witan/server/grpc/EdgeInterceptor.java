// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.engine.error.WitanException;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.Lifecycle;
import dev.witan.server.http.TraceContext;
import dev.witan.server.security.Access;
import dev.witan.server.security.Principal;
import inference.GRPCInferenceServiceGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// What comes before every call: its trace is continued, its caller is known or refused, and it is counted until it has
/// ended.
final class EdgeInterceptor implements ServerInterceptor {
    private static final Set<String> FOR_ADMINISTRATORS = Set.of(
            GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod().getFullMethodName(),
            GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod().getFullMethodName());
    private static final Set<String> FOR_EVERYBODY = Set.of(
            GRPCInferenceServiceGrpc.getServerLiveMethod().getFullMethodName(),
            GRPCInferenceServiceGrpc.getServerReadyMethod().getFullMethodName(),
            HealthGrpc.getCheckMethod().getFullMethodName(),
            HealthGrpc.getWatchMethod().getFullMethodName());

    private final Access access;
    private final Lifecycle lifecycle;
    private final Telemetry telemetry;
    private final SilentCalls silent;

    EdgeInterceptor(Access access, Lifecycle lifecycle, Telemetry telemetry, SilentCalls silent) {
        this.access = access;
        this.lifecycle = lifecycle;
        this.telemetry = telemetry;
        this.silent = silent;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        TraceContext trace = TraceContext.continued(
                headers.get(CallInfo.TRACEPARENT),
                () -> ThreadLocalRandom.current().nextLong());
        String requestId = CallInfo.requestId(headers.get(CallInfo.REQUEST_ID), trace.traceId());
        EdgeCall<Q, R> edge =
                new EdgeCall<>(call, new CallInfo(method, Principal.ANONYMOUS, trace, requestId), telemetry, silent);
        EdgeListener<Q> listener =
                new EdgeListener<>(edge, lifecycle, call.getMethodDescriptor().getType());
        try {
            CallInfo info = new CallInfo(method, principal(method, headers), trace, requestId);
            Context context = Context.current().withValue(CallInfo.KEY, info);
            listener.delegateTo(Contexts.interceptCall(context, edge, headers, next));
        } catch (WitanException e) {
            edge.refuse(e);
        }
        return listener;
    }

    private Principal principal(String method, Metadata headers) {
        String credential = CallInfo.credential(headers);
        if (FOR_ADMINISTRATORS.contains(method)) {
            access.requireAdmin(credential);
            return Principal.ANONYMOUS;
        }
        if (method.equals(GRPCInferenceServiceGrpc.getRepositoryIndexMethod().getFullMethodName())) {
            return access.reader(credential);
        }
        return FOR_EVERYBODY.contains(method) ? Principal.ANONYMOUS : access.principal(credential);
    }
}
