// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import io.grpc.Status;
import java.util.List;

/// What came of a stream: the messages in their order, and the status at its end.
///
/// @param <A> the messages
/// @param messages that came
/// @param status at the end
public record GrpcStream<A>(List<A> messages, Status status) {
    public GrpcStream {
        messages = List.copyOf(messages);
    }
}
