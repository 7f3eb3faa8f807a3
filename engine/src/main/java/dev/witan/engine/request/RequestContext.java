// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.request;

import java.util.Objects;
import java.util.Set;

/// Who asks, for whom, and until when: what every decision about a request takes into account. Immutable.
///
/// @param requestId names the request in logs, decisions and responses
/// @param principal who asks; `anonymous` on an open loopback port
/// @param tenant for whom; `default` when the principal has none
/// @param tags data tags of the request, from its credentials
/// @param deadlineNanos when the answer is no longer wanted, on the engine's clock
/// @param traceparent the W3C trace context, `""` when there is none
/// @param explain whether the answer carries its decision
/// @param options what the caller asks for beside the answer
public record RequestContext(
        String requestId,
        String principal,
        String tenant,
        Set<String> tags,
        long deadlineNanos,
        String traceparent,
        boolean explain,
        RequestOptions options) {
    public static final String ANONYMOUS = "anonymous";
    public static final String DEFAULT_TENANT = "default";

    public RequestContext {
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(principal);
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(traceparent);
        Objects.requireNonNull(options);
        tags = Set.copyOf(tags);
    }

    /// The context of a caller who asks for nothing beside the answer.
    public RequestContext(
            String requestId,
            String principal,
            String tenant,
            Set<String> tags,
            long deadlineNanos,
            String traceparent,
            boolean explain) {
        this(requestId, principal, tenant, tags, deadlineNanos, traceparent, explain, RequestOptions.DEFAULTS);
    }

    /// The context of a local caller who needs no credentials.
    public static RequestContext local(String requestId, long deadlineNanos) {
        return new RequestContext(requestId, ANONYMOUS, DEFAULT_TENANT, Set.of(), deadlineNanos, "", false);
    }

    public RequestContext explained() {
        return new RequestContext(requestId, principal, tenant, tags, deadlineNanos, traceparent, true, options);
    }

    /// The same with these options.
    public RequestContext withOptions(RequestOptions others) {
        return new RequestContext(requestId, principal, tenant, tags, deadlineNanos, traceparent, explain, others);
    }
}
