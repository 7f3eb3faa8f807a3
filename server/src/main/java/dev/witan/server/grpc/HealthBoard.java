// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.server.host.MixtureHost;
import dev.witan.server.host.RepositoryEntry;
import dev.witan.server.host.RepositoryEntry.State;
import inference.GRPCInferenceServiceGrpc;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.concurrent.atomic.AtomicBoolean;

/// What `grpc.health.v1` says: of the whole server under `""` and the service's name, of each mixture under its own.
/// Thread-safe.
final class HealthBoard {
    private final HealthStatusManager board = new HealthStatusManager();
    private final AtomicBoolean isOver = new AtomicBoolean();

    HealthBoard() {
        tellServer(ServingStatus.NOT_SERVING);
    }

    BindableService service() {
        return board.getHealthService();
    }

    /// Follows what becomes of the mixtures from now on.
    void follow(MixtureHost host) {
        host.onChange(this::tell);
        host.index().forEach(this::tell);
        tellServer(ServingStatus.SERVING);
    }

    private void tell(RepositoryEntry entry) {
        board.setStatus(entry.name(), entry.state() == State.READY ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /// Nothing is served any more.
    void end() {
        if (isOver.compareAndSet(false, true)) {
            board.enterTerminalState();
        }
    }

    private void tellServer(ServingStatus status) {
        board.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        board.setStatus(GRPCInferenceServiceGrpc.SERVICE_NAME, status);
    }
}
