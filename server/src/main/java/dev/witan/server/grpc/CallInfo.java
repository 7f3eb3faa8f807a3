// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.server.http.TraceContext;
import dev.witan.server.security.Principal;
import io.grpc.Context;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/// What the metadata of a call says, known to whoever handles it.
///
/// @param method the full name of the method that is called
/// @param requestId names the call unless the request names itself
record CallInfo(String method, Principal principal, TraceContext trace, String requestId) {
    static final Context.Key<CallInfo> KEY = Context.key("witan-call");
    static final Metadata.Key<String> TRACEPARENT = text("traceparent");
    static final Metadata.Key<String> REQUEST_ID = text("x-request-id");
    private static final Metadata.Key<String> AUTHORIZATION = text("authorization");
    private static final Metadata.Key<String> API_KEY = text("x-api-key");
    private static final String BEARER = "Bearer ";
    private static final int REQUEST_ID_LENGTH_MAX = 128;

    private static Metadata.Key<String> text(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /// The call that is being handled.
    static CallInfo current() {
        return KEY.get();
    }

    String traceId() {
        return trace.traceId();
    }

    /// The secret that the caller presents; `""` when there is none.
    static String credential(Metadata headers) {
        String authorization = headers.get(AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        String key = headers.get(API_KEY);
        return key == null ? "" : key;
    }

    /// The caller's id for the request if it is short and printable, else the trace's.
    static String requestId(@Nullable String header, String traceId) {
        boolean isGood = header != null
                && !header.isEmpty()
                && header.length() <= REQUEST_ID_LENGTH_MAX
                && header.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return isGood && header != null ? header : traceId;
    }
}
