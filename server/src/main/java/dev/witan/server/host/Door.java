// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Admission;
import dev.witan.engine.Limits;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.ErrorKind;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Purpose;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.request.RequestOptions;
import dev.witan.engine.response.ChatHead;
import dev.witan.server.host.RepositoryEntry.State;
import dev.witan.server.protocol.InferCall;
import dev.witan.steering.Steering;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What every transport asks before and while it answers: whether the server takes requests, which release answers
/// for a mixture, and what becomes of a request. Refusals are a `WitanException`; each transport has its own status
/// for each code. Thread-safe.
public final class Door {
    private final Lifecycle lifecycle;
    private final int requestsMax;
    /// Requests to infer; whoever asks for anything else, or for nothing yet, takes none of their places.
    private final AtomicInteger inHand = new AtomicInteger();

    private volatile @Nullable MixtureHost host;

    /// A door that is closed until it has a host.
    ///
    /// @param requestsMax requests to infer that are in hand at once
    public Door(Lifecycle lifecycle, int requestsMax) {
        this.lifecycle = lifecycle;
        this.requestsMax = requestsMax;
    }

    /// Asks this host from now on.
    public void serve(MixtureHost mixtures) {
        host = mixtures;
    }

    /// The host; empty while the server starts.
    public Optional<MixtureHost> host() {
        return Optional.ofNullable(host);
    }

    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /// Takes a request to infer in hand, or refuses it when the server takes none, or has too many. Whoever entered
    /// leaves, once.
    ///
    /// @throws WitanException DRAINING, QUEUE_FULL
    public void enter() {
        if (!lifecycle.isReady()) {
            throw new WitanException(
                    ErrorCode.DRAINING, "the server is " + lifecycle.state().word());
        }
        if (inHand.incrementAndGet() > requestsMax) {
            inHand.decrementAndGet();
            throw new WitanException(
                    ErrorCode.QUEUE_FULL, "the server is busy: %d requests are in hand".formatted(requestsMax));
        }
    }

    /// Lets go of a request that had entered.
    public void leave() {
        inHand.decrementAndGet();
    }

    /// The release that answers for a mixture; whoever takes the lease closes it.
    ///
    /// @param version `""` for whichever is in force
    /// @throws WitanException UNKNOWN_MIXTURE; UNAVAILABLE when it is known and not loaded; DRAINING at the start
    public Lease lease(String mixture, String version) {
        Lease lease = started().lease(mixture).orElseThrow(() -> absent(mixture));
        if (!version.isEmpty() && !version.equals(lease.hosted().version())) {
            lease.close();
            throw wrongVersion(lease.hosted(), version);
        }
        return lease;
    }

    /// Whether a mixture answers.
    ///
    /// @throws WitanException UNKNOWN_MIXTURE
    public boolean isReady(String mixture, String version) {
        Optional<HostedMixture> hosted = started().find(mixture);
        if (hosted.isEmpty()) {
            WitanException why = absent(mixture);
            if (why.code() == ErrorCode.UNKNOWN_MIXTURE) {
                throw why;
            }
            return false;
        }
        if (!version.isEmpty() && !version.equals(hosted.get().version())) {
            throw wrongVersion(hosted.get(), version);
        }
        return lifecycle.isReady();
    }

    /// Every mixture that the server knows, or those only that answer.
    public List<RepositoryEntry> index(Shown shown) {
        return started().index().stream()
                .filter(entry -> shown == Shown.ALL || entry.state() == State.READY)
                .toList();
    }

    /// Which mixtures an index shows.
    public enum Shown {
        ALL,
        READY
    }

    /// Loads a mixture, for somebody who may. Blocks until it answers.
    ///
    /// @throws WitanException INVALID_CONFIGURATION, with the reason, when it cannot be loaded
    public RepositoryEntry load(String mixture) {
        try {
            started().load(mixture);
            return started().entry(mixture).orElseThrow();
        } catch (WitanException e) {
            if (e.code() != ErrorCode.CORRUPT_FILE && e.code().kind() != ErrorKind.EXTERNAL) {
                throw e;
            }
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "mixture '%s' cannot be loaded: %s".formatted(Excerpt.of(mixture), e.reason()),
                    e);
        }
    }

    /// Unloads a mixture, for somebody who may. Blocks until its memory is given back.
    public RepositoryEntry unload(String mixture) {
        started().unload(mixture);
        return started().entry(mixture).orElseThrow();
    }

    /// What persons steer on a mixture, for somebody who may.
    ///
    /// @throws WitanException UNKNOWN_MIXTURE; UNAVAILABLE when the server has no folder for its log
    public Steering steering(String mixture) {
        MixtureHost mixtures = started();
        if (mixtures.entry(mixture).isEmpty()) {
            throw absent(mixture);
        }
        return mixtures.control(mixture).steering();
    }

    /// Hands a request to the release that the lease is for; the lease is the caller's to close, once the request
    /// has ended.
    ///
    /// @throws WitanException INVALID_INPUT, PAYLOAD_TOO_LARGE, FORBIDDEN; UNAVAILABLE for an expert that is asked
    ///     alone and that somebody excluded
    public Admission submit(Lease lease, InferCall call, Caller caller) {
        requireRows(lease.hosted());
        Limits limits = lease.hosted().engine().limits();
        long patience = shorter(call.timeoutNanos(), caller.patienceNanos());
        long timeout = patience == 0
                ? limits.deadlineDefault().toNanos()
                : Math.min(patience, limits.deadlineMax().toNanos());
        RequestContext context = new RequestContext(
                call.id().isEmpty() ? caller.requestId() : call.id(),
                caller.principal().name(),
                caller.principal().tenant(),
                caller.principal().tags(),
                caller.arrivedNanos() + timeout,
                caller.traceparent(),
                call.explain());
        lease.hosted().requireOpen(context);
        return lease.hosted().engine().submit(call.request(), context);
    }

    private static void requireRows(HostedMixture hosted) {
        if (hosted.mixture().head() instanceof ChatHead) {
            throw WitanException.invalidInput(
                    "mixture '%s' answers conversations and no rows: POST /v1/chat/completions"
                            .formatted(hosted.name()));
        }
    }

    /// The context of a request that is to be routed, with its decision, and not to be answered.
    public RequestContext routing(Lease lease, Caller caller) {
        return new RequestContext(
                caller.requestId(),
                caller.principal().name(),
                caller.principal().tenant(),
                caller.principal().tags(),
                caller.arrivedNanos()
                        + lease.hosted().engine().limits().deadlineDefault().toNanos(),
                caller.traceparent(),
                true,
                new RequestOptions(0, 0, Purpose.ROUTE));
    }

    /// The shorter of two times, of which 0 says nothing.
    private static long shorter(long one, long other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    private MixtureHost started() {
        MixtureHost mixtures = host;
        if (mixtures == null) {
            throw new WitanException(ErrorCode.DRAINING, "the server is starting: its mixtures are not loaded yet");
        }
        return mixtures;
    }

    private WitanException absent(String mixture) {
        MixtureHost mixtures = started();
        Optional<RepositoryEntry> entry = mixtures.entry(mixture);
        if (entry.isPresent()) {
            return new WitanException(ErrorCode.UNAVAILABLE, unavailable(entry.get()));
        }
        List<String> names = mixtures.all().stream().map(HostedMixture::name).toList();
        return new WitanException(
                ErrorCode.UNKNOWN_MIXTURE,
                "unknown mixture '%s'%s (mixtures: %s)"
                        .formatted(Excerpt.of(mixture), Suggestion.hint(mixture, names), String.join(", ", names)));
    }

    private static String unavailable(RepositoryEntry entry) {
        return switch (entry.state()) {
            case LOADING -> "mixture '%s' is being loaded".formatted(entry.name());
            case UNLOADING -> "mixture '%s' is being unloaded".formatted(entry.name());
            case READY, UNAVAILABLE -> "mixture '%s' is not available: %s".formatted(entry.name(), entry.reason());
        };
    }

    private static WitanException wrongVersion(HostedMixture hosted, String version) {
        return new WitanException(
                ErrorCode.UNKNOWN_MIXTURE,
                "mixture '%s' serves version %s: '%s'".formatted(hosted.name(), hosted.version(), Excerpt.of(version)));
    }
}
