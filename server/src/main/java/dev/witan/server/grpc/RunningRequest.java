// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.engine.Ticket;
import io.grpc.Context;
import io.grpc.Deadline;
import org.jspecify.annotations.Nullable;

/// A request that may be given up, whether it has been admitted yet or not. Thread-safe.
final class RunningRequest {
    private @Nullable Ticket ticket;
    private boolean isGivenUp;

    void admitted(Ticket admitted) {
        synchronized (this) {
            ticket = admitted;
            if (!isGivenUp) {
                return;
            }
        }
        admitted.cancel();
    }

    /// Gives the request up since its caller has. One whose deadline has passed ends by itself, for that reason.
    void callerLeft() {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null || !deadline.isExpired()) {
            cancel();
        }
    }

    private void cancel() {
        Ticket admitted;
        synchronized (this) {
            isGivenUp = true;
            admitted = ticket;
        }
        if (admitted != null) {
            admitted.cancel();
        }
    }
}
