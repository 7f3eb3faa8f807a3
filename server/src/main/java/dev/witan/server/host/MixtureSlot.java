// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.server.host.RepositoryEntry.State;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The place of one mixture in a host: what answers for it now, and why nothing does. Read by anybody, written by who
/// holds [#operating].
final class MixtureSlot {
    /// Held while the mixture is loaded or unloaded.
    final ReentrantLock operating = new ReentrantLock();
    /// Ends once what answered before is freed; guarded by the lock.
    CompletableFuture<Void> retired = CompletableFuture.completedFuture(null);

    private final String name;
    private final Consumer<RepositoryEntry> changed;
    private volatile @Nullable HostedMixture current;
    private volatile List<String> exposed = List.of();
    private volatile Condition condition = new Condition(State.UNAVAILABLE, RepositoryEntry.NOT_LOADED);

    private record Condition(State state, String reason) {}

    /// @param changed told whenever the state may have changed
    MixtureSlot(String name, Consumer<RepositoryEntry> changed) {
        this.name = name;
        this.changed = changed;
    }

    Optional<HostedMixture> current() {
        return Optional.ofNullable(current);
    }

    void is(State state, String reason) {
        condition = new Condition(state, reason);
        changed.accept(entry());
        experts().forEach(changed);
    }

    /// Lets a release answer, from the next request on.
    void answerWith(HostedMixture hosted) {
        current = hosted;
        exposed = hosted.exposed().ids();
        is(State.READY, "");
    }

    /// Lets nothing answer.
    void empty(State state, String reason) {
        current = null;
        is(state, reason);
    }

    /// The experts that are exposed, or were when the mixture last answered.
    List<RepositoryEntry> experts() {
        RepositoryEntry mixture = entry();
        return exposed.stream()
                .map(id -> new RepositoryEntry(name + "." + id, mixture.version(), mixture.state(), mixture.reason()))
                .toList();
    }

    RepositoryEntry entry() {
        HostedMixture hosted = current;
        Condition now = condition;
        return hosted == null
                ? new RepositoryEntry(name, "", now.state, now.reason)
                : new RepositoryEntry(name, hosted.version(), now.state, reason(hosted, now));
    }

    private static String reason(HostedMixture hosted, Condition now) {
        return now.reason.isEmpty() ? WarmUp.troubles(hosted.mixture()) : now.reason;
    }
}
